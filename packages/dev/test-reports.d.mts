export interface TestOutcome {
  passed: number
  skipped: number
  /** How long each file took, by its path from the root. */
  files: { file: string; ms: number }[]
  failures: { title: string; message: string }[]
}

/** The outcome of Vitest's JSON report. */
export function fromVitest(report: object): TestOutcome

/** The outcome of Playwright's JSON report. A journey that passed only when it was repeated has failed. */
export function fromPlaywright(report: object): TestOutcome
