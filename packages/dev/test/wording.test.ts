import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../../..')

/** What people had to read twice, and the standard term that stands in its place. */
const replaced: readonly (readonly [old: RegExp, term: string])[] = [
  [/parts are well|\} to look at/, 'checks passed, issues'],
  [/asking for what is/i, 'polling'],
  [/let go after|keep loaded['"<]|stays loaded as asked/i, 'pin, unpin'],
  [/can do['"<]/i, 'capabilities'],
  [/\bwarm\b|['"`> ]cold['"`<]/i, 'loaded, not loaded'],
  [/on its way/, 'loading'],
  [/no answer from ollama|fell silent|went away in the middle/i, 'unreachable, stopped responding, connection lost'],
  [/broke off/, 'interrupted'],
  [/what you see is|recovers by itself|nothing is real/i, 'showing data from, all data is simulated'],
  [/models are read|is like that|of that name\.|no chat has that|has nothing like that/i, 'loading, no matching'],
  [/no such page|this page broke/i, 'page not found, something went wrong'],
  [/ask again['"<]|what comes after it|what to do with this/i, 'regenerate, edit and resend, message actions'],
  [
    /['"`>]go on['"`<]|['"`>]waits['"`<]|clear ended|under way['"`<.]|could not be tried again/i,
    'resume, queued, finished, active',
  ],
  [/too many requests of this kind/i, 'rate limit reached'],
  [/longest reply|likeliest words|is for ever/i, 'max tokens, top-p, never unload'],
  [/model's own['"`<]|['"`>]chosen['"`<]|saved by a person|that nobody set/i, 'model default, applied, set manually'],
  [
    /that only embeds|that models may use here|that it was trained for/i,
    'embedding models, usable VRAM, full trained context',
  ],
  [/take over the file|same already|as curves|by the hour['"`<]/i, 'import, unchanged, as charts, per hour'],
  [
    /context against memory|as soon as it is idle|frees at most|to have it back/i,
    'memory by context length, when idle, up to',
  ],
  [/not possible there|asks for a key|mistyped, expired/i, 'invalid character, enter your API key, invalid key'],
  [
    /breaks the line|what is said is kept|what you ask is kept|reading the prompt/i,
    'new line, saved, processing prompt',
  ],
  [/prompt that is too long|were not read/i, 'longer than the context, truncated'],
  [
    /difference to recommended|comfortable rows|compact rows|last events|nothing has happened/i,
    'compare, other processes, density, recent activity',
  ],
  [/Other programs/, 'other processes'],
  [/model that (?:thinks|reasons)|where the model (?:thinks|reasons)/i, 'thinking mode, reasoning model'],
]

/** Text in quotes, or between tags; comments say what they like. */
const textsOf = (source: string): string[] =>
  source
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .split('\n')
    .filter((line) => !/^\s*(?:\/\/|import\b|\{\/\*)/.test(line))
    .map((line) => line.replace(/\s\/\/ .*$/, ''))

const files = globSync(['apps/*/src/**/*.{ts,tsx}', 'packages/{core,contracts}/src/**/*.{ts,json}'], { cwd: root })

test.each(replaced)('no text says %s where the term is "%s"', (old) => {
  const found = files.flatMap((file) =>
    textsOf(readFileSync(join(root, file), 'utf8')).flatMap((line) =>
      old.test(line) ? [`${file}: ${line.trim()}`] : [],
    ),
  )
  expect(found).toEqual([])
})

/** In quotes or between tags. What is filled in, or has no quotes around, is a template. */
const betweenBackticks = /'[^'`]*`\w[^`$]*`[^'`]*'|>[^<>{}`]*`\w[^`$]*`[^<>{}`]*</

test('a command in a text of the page is set as code, and not between backticks', () => {
  const found = files
    .filter((file) => file.startsWith('apps/web'))
    .flatMap((file) => textsOf(readFileSync(join(root, file), 'utf8')).filter((line) => betweenBackticks.test(line)))
  expect(found).toEqual([])
})
