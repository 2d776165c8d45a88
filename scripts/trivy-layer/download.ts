/** What an https address gives, or one on loopback. Rejects for every other answer than success. */
export async function download(url: string): Promise<Buffer> {
  const isLoopback = ['127.0.0.1', '[::1]'].includes(new URL(url).hostname);
  if (!url.startsWith('https:') && !isLoopback) throw new Error(`${url} is not https`);
  try {
    const answer = await fetch(url);
    if (answer.ok) return Buffer.from(await answer.arrayBuffer());
    throw new Error(`it answers ${answer.status}`);
  } catch (cause) {
    const { message, cause: reason } = cause as Error;
    throw new Error(`${url} cannot be had: ${reason instanceof Error ? reason.message : message}`, { cause });
  }
}
