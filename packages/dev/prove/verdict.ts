/** What came of a proof, or of a part of one. Without what it takes, this machine skips it, whole or in part. */
export type Verdict = 'held' | 'failed' | 'skipped' | 'held in part'

/** What came of a whole: that of its parts, where it was one for all. */
export function ofParts(parts: readonly Verdict[]): Verdict {
  if (parts.includes('failed')) return 'failed'
  const [first = 'skipped', ...others] = parts
  return others.every((other) => other === first) ? first : 'held in part'
}

/** How the command exits: what was asked for by name and skipped is not proved. */
export function exitCode(whole: Verdict, { isAskedByName }: { readonly isAskedByName: boolean }): number {
  if (whole === 'failed') return 1
  return isAskedByName && whole !== 'held' ? 2 : 0
}

/** Says what came of a part, and each problem that it has. */
export function told(name: string, problems: readonly string[]): Verdict {
  const verdict = problems.length === 0 ? 'held' : 'failed'
  console.log(`${name}: ${verdict}`)
  for (const problem of problems) console.log(`  ${problem}`)
  return verdict
}
