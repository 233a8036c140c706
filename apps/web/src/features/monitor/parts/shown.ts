import type { InstanceName } from '../../../lib/api/instance-name.ts'
import type { Period } from '../../../lib/queries/system.ts'
import type { Span } from '../period.ts'

/** What every part of the page shows. */
export interface Shown {
  readonly instance: InstanceName
  readonly period: Period
  readonly span: Span
  readonly isTable: boolean
}
