/** One figure of `/metrics`, as its subject contributes it. Names and labels are public: people's charts depend on them. */
export interface Metric {
  readonly type: 'gauge' | 'counter'
  readonly name: string
  readonly help: string
  readonly labelNames: readonly string[]
  /** As things stand now: it asks no server. What is not known has no sample. */
  samples(): readonly Sample[] | Promise<readonly Sample[]>
}

export interface Sample {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}
