interface FlagRow {
  readonly name: string;
  /** one letter */
  readonly short?: string;
  readonly help: string;
}

export interface TextFlag extends FlagRow {
  readonly type: 'string';
  readonly standard?: string;
}

export interface SwitchFlag extends FlagRow {
  readonly type: 'bool';
}

export interface NumberFlag extends FlagRow {
  readonly type: 'int';
  readonly standard?: number;
}

/** May be given several times, each time with several values between commas. */
export interface ListFlag extends FlagRow {
  readonly type: 'strings';
}

export type Flag = TextFlag | SwitchFlag | NumberFlag | ListFlag;

/** Every command has it. */
export const helpFlag = (command: string): SwitchFlag => ({
  name: 'help',
  short: 'h',
  type: 'bool',
  help: `help for ${command}`,
});

/** A command as its usage text describes it. */
export interface CommandSpec {
  readonly name: string;
  /** what follows the command's name: `[file]` */
  readonly operands?: string;
  readonly summary: string;
  readonly examples?: readonly string[];
  readonly flags: readonly Flag[];
}
