import type { DoctorFinding, FindingSeverity } from '@ollama-dashboard/contracts'

export const severityWords: Readonly<Record<FindingSeverity, string>> = {
  critical: 'Critical',
  warning: 'Warning',
  info: 'Note',
  unknown: 'Unknown',
  ok: 'OK',
}

const ranks = { critical: 0, warning: 1, info: 2, unknown: 3, ok: 4 } as const

export const byGravity = (findings: readonly DoctorFinding[]): readonly DoctorFinding[] =>
  findings.toSorted((a, b) => ranks[a.severity] - ranks[b.severity])

/** Nothing asks to be done. */
export const isQuiet = ({ severity }: DoctorFinding): boolean => severity === 'ok' || severity === 'unknown'

/** "1 critical, 2 warnings"; what cannot be known is never counted as well. */
export function sumOf(findings: readonly DoctorFinding[]) {
  const count = (of: FindingSeverity) => findings.filter(({ severity }) => severity === of).length
  const [critical, warnings, unknown] = [count('critical'), count('warning'), count('unknown')]
  const words = [
    critical > 0 ? `${critical} critical` : null,
    warnings > 0 ? `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}` : null,
  ].filter((part) => part !== null)
  if (words.length > 0) return { look: critical > 0 ? 'broken' : 'attention', words: words.join(', ') } as const
  return unknown > 0
    ? ({ look: 'plain', words: `Nothing found, ${unknown} unknown` } as const)
    : ({ look: 'ok', words: 'Nothing found' } as const)
}
