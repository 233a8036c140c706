import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root, run } from '../run.mjs'

/** What a measurement of the pages found in each round. */
export interface PageFigure {
  readonly name: string
  readonly values: readonly number[]
  readonly atMost: number
  /** Milliseconds, or the score of a layout shift, which has no unit. */
  readonly unit: 'ms' | 'score'
}

/** As Playwright reports it, as far as it is read here. */
interface Suite {
  readonly suites?: readonly Suite[]
  readonly specs: readonly { readonly tests: readonly { readonly results: readonly Result[] }[] }[]
}

interface Result {
  readonly annotations: readonly { readonly type: string; readonly description?: string }[]
}

/** Measures the built pages in a browser, each as often as `rounds` says. Throws where a page does not work at all. */
export async function measurePages(rounds: number): Promise<PageFigure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ollama-dashboard-bench-'))
  try {
    const report = join(folder, 'report.json')
    const code = await run(
      'playwright',
      ['test', '-c', 'playwright.config.ts', '--project=speed', `--repeat-each=${rounds}`, '--reporter=line,json'],
      { cwd: join(root, 'e2e'), env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report } },
    )
    if (code !== 0) throw new Error('A page that was to be measured does not work: see above.')
    const { suites } = JSON.parse(await readFile(report, 'utf8')) as { suites: readonly Suite[] }
    return figuresOf(suites.flatMap(resultsOf))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const resultsOf = ({ suites = [], specs }: Suite): Result[] => [
  ...specs.flatMap(({ tests }) => tests.flatMap(({ results }) => results)),
  ...suites.flatMap(resultsOf),
]

function figuresOf(results: readonly Result[]): PageFigure[] {
  const figures = new Map<string, PageFigure & { readonly values: number[] }>()
  for (const { type, description = '' } of results.flatMap(({ annotations }) => annotations)) {
    if (type !== 'figure') continue
    // As `record` of e2e/speed/measuring/record.ts wrote it.
    const { value, ...about } = JSON.parse(description) as Omit<PageFigure, 'values'> & { readonly value: number }
    const figure = figures.get(about.name) ?? { ...about, values: [] }
    figure.values.push(value)
    figures.set(figure.name, figure)
  }
  return [...figures.values()]
}
