/** Why a control stays, but is locked. */
export interface Locked {
  /** At the end of the control: "needs operator". */
  readonly short: string
  /** All of it, in its title: "Needs the role operator". */
  readonly reason: string
}
