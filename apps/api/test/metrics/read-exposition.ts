/** A metric as it stands in an answer, with its samples by name and labels. */
export interface ReadFamily {
  readonly name: string
  readonly type: string
  readonly help: string
  readonly samples: readonly {
    readonly name: string
    readonly labels: Readonly<Record<string, string>>
    readonly value: number
    readonly exemplar: string | null
  }[]
}

const sampleLine =
  /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\n"])*",?)*)\})? (\S+)(?: # (\{.*\} \S+ \S+))?$/
const suffixes: Readonly<Record<string, readonly string[]>> = {
  histogram: ['_bucket', '_sum', '_count'],
}

/** Reads an answer of `/metrics`; throws at the first line that is not well formed, and for whatever a scraper refuses. */
export function readExposition(text: string): readonly ReadFamily[] {
  if (!text.endsWith('\n')) throw new Error('The last line has no end.')
  const families: (Omit<ReadFamily, 'samples'> & { samples: ReadFamily['samples'][number][] })[] = []
  const seen = new Set<string>()
  let help: [string, string] | null = null
  for (const line of text.trimEnd().split('\n')) {
    if (line === '# EOF') continue
    const [, kind, title = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? []
    if (kind === 'HELP') help = [title, rest]
    else if (kind === 'TYPE') {
      if (help?.[0] !== title) throw new Error(`No help before ${line}`)
      if (families.some(({ name }) => name === title)) throw new Error(`${title} comes twice.`)
      families.push({ name: title, type: rest, help: help[1], samples: [] })
    } else {
      const [, name = '', labelText = '', value = '', exemplar = null] = sampleLine.exec(line) ?? []
      const family = families.at(-1)
      const allowed = (suffixes[family?.type ?? ''] ?? ['', '_total']).map((suffix) => `${family?.name}${suffix}`)
      if (!family || !allowed.includes(name)) throw new Error(`Not a sample of ${family?.name}: ${line}`)
      if (seen.has(`${name}{${labelText}}`)) throw new Error(`Comes twice: ${line}`)
      seen.add(`${name}{${labelText}}`)
      const labels = Object.fromEntries(
        [...labelText.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, of]) => [key, of]),
      )
      const number = value === '+Inf' ? Number.POSITIVE_INFINITY : Number(value)
      if (Number.isNaN(number)) throw new Error(`Not a number: ${line}`)
      family.samples.push({ name, labels, value: number, exemplar })
    }
  }
  return families
}
