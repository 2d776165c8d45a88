/** The end of a text that comes in pieces, and its lines as they become whole. */
export interface TextTail {
  add(piece: Uint8Array): void;
  text(): string;
}

/** Keeps at most `limit` bytes; a line that is longer is handed over in pieces. */
export function textTail(limit: number, onLine: (line: string) => void = () => {}): TextTail {
  const decoder = new TextDecoder();
  let kept = '';
  let line = '';
  return {
    add(piece) {
      const text = decoder.decode(piece, { stream: true });
      kept = (kept + text).slice(-limit);
      const lines = (line + text).split('\n');
      line = lines.pop()!.slice(-limit);
      for (const whole of lines) onLine(whole);
    },
    text: () => kept,
  };
}
