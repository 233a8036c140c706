import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { contract } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { type PatternInSource, patternsInSource } from './patterns-in-source.ts'

// Its faster back ends are a Java archive and native programs, which are not installed.
process.env['RECHECK_BACKEND'] = 'pure'
const { checkSync } = await import('recheck')

/**
 * Patterns that are slow on long texts and never see one, with the reason. Everything else must take time in proportion
 * to the text: a path, an error or a Modelfile of somebody else would otherwise stop the server.
 */
const neverSeeLongTexts: Readonly<Record<string, string>> = {
  // Blocks of a growing reply beyond 4,000 characters are shown as they are.
  'apps/web/src/ui/markdown/growing/ends-closed.ts':
    'gives up beyond 4,000 characters, in the browser of the one who reads',
  'apps/web/src/ui/markdown/growing/undecided.ts': 'gives up beyond 80 characters',
  'packages/core/src/ollama/ollama-address.ts': 'reads the configuration, which whoever runs the dashboard writes',
  'packages/core/src/ollama/ollama-request.ts': 'reads the configuration, which whoever runs the dashboard writes',
  'packages/core/src/ollama/errors/ollama-errors.ts': 'the text of an answer is cut to some kB first',
}

/** Patterns put together at run time, by the file that does so: of what, and why that is harmless. */
const madeAtRunTime: Readonly<Record<string, string>> = {
  'apps/web/src/features/models/fields/setting-values.ts':
    'the pattern of durations in the contract, which is checked below',
  'apps/web/src/ui/markdown/growing/open-fence.ts':
    'backticks or tildes, so many of them; tested on one line at a time',
  'packages/contracts/src/characters.ts': 'the pattern of names in the contract, which is checked below',
  'packages/contracts/src/go-duration.ts': 'the pattern of durations, which is checked below',
  'packages/contracts/src/parse-model-name.ts': 'the pattern of names, which is checked below',
  'packages/core/src/kernel/problems/describe-failures.ts': 'a pattern of the contract, which is checked below',
  'packages/core/src/models/think-values.ts': 'names of models from a file of ours',
  'packages/core/src/ollama/model-name.ts': 'the pattern of names in the contract, which is checked below',
  'packages/core/src/ollama/errors/ollama-errors.ts': 'a fixed name',
  'packages/core/src/settings/advice/recommend-sampling.ts': 'names of models from a file of ours',
}

const timeoutMs = 20_000

/** Patterns that recheck has found linear, a line each: it takes half a minute for them all, and only new ones need it. */
const verifiedFile = join(import.meta.dirname, 'patterns.verified.txt')
const verified = new Set(readFileSync(verifiedFile, 'utf8').split('\n'))
const seen = new Set<string>()

/** Why a pattern may take more than linear time; null where it cannot. */
function whySlow(source: string, flags: string): string | null {
  const key = JSON.stringify([source, flags])
  if (!verified.has(key)) {
    const why = askRecheck(source, flags)
    if (why !== null) return why
  }
  seen.add(key)
  return null
}

function askRecheck(source: string, flags: string): string | null {
  const verdict = checkSync(source, flags, { timeout: timeoutMs })
  if (verdict.status === 'safe') return null
  return verdict.status === 'vulnerable' ? verdict.complexity.summary : 'not decided in time'
}

const found = patternsInSource()
const told = ({ file, line, text }: PatternInSource) => `${file}:${line} ${text}`

test('no regular expression takes more than linear time on a text from outside', { timeout: 300_000 }, () => {
  const suspects = found.flatMap(({ source, flags, ...where }) =>
    source === null || where.file in neverSeeLongTexts ? [] : [{ ...where, source, flags }],
  )
  const verdicts = new Map(suspects.map(({ source, flags }) => [`/${source}/${flags}`, { source, flags }]))
  const slow = new Map(
    [...verdicts].flatMap(([key, { source, flags }]) => {
      const why = whySlow(source, flags)
      return why === null ? [] : [[key, why] as const]
    }),
  )
  const broken = suspects.filter(({ source, flags }) => slow.has(`/${source}/${flags}`)).map(told)
  expect(broken).toEqual([])
})

test('a regular expression that is put together at run time is made of nothing from outside', () => {
  const unknown = found.filter(({ source, file }) => source === null && !(file in madeAtRunTime)).map(told)
  expect(unknown).toEqual([])
})

test('the lists of exceptions name nothing that is not there any more', () => {
  const files = new Set(found.map(({ file }) => file))
  const named = [...Object.keys(neverSeeLongTexts), ...Object.keys(madeAtRunTime)]
  expect(named.filter((file) => !files.has(file))).toEqual([])
})

test('no pattern of the contract takes more than linear time', { timeout: 120_000 }, () => {
  const patterns = new Set<string>()
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if ('pattern' in value && typeof value.pattern === 'string') patterns.add(value.pattern)
    // A record names its keys by a pattern.
    if ('patternProperties' in value && value.patternProperties) {
      for (const pattern of Object.keys(value.patternProperties)) patterns.add(pattern)
    }
    for (const inner of Object.values(value)) visit(inner)
  }
  visit(contract)
  expect(patterns.size).toBeGreaterThan(5)
  expect([...patterns].filter((pattern) => whySlow(pattern, '') !== null)).toEqual([])
})

test('the list of verified patterns is the one that is checked in; UPDATE=1 writes it anew', () => {
  const lines = [...seen].sort().join('\n')
  if (process.env['UPDATE']) writeFileSync(verifiedFile, lines)
  expect(lines).toBe(readFileSync(verifiedFile, 'utf8'))
})
