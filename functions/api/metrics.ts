/** Counts and durations; each host keeps them its own way (Prometheus text, CloudWatch). */
export interface Metrics {
  /** `name` is in Pascal case, as CloudWatch has it: `Requests`, `Scans`, `Documents`, `ScanNotStored`, `ScanDropped` */
  count(name: string, value?: number, dimensions?: Dimensions): void;
  time(name: string, milliseconds: number, dimensions?: Dimensions): void;
}

export type Dimensions = Readonly<Record<string, string>>;
