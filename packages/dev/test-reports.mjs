// What became of tests, read from the reports of Vitest and Playwright.
import { isAbsolute, relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { root } from './run.mjs'

const linesOfMessage = 12

/** The first lines, without colours: the whole is further up. */
const shortened = (message = '') => stripVTControlCharacters(message).split('\n').slice(0, linesOfMessage).join('\n')

const pathOf = (file) => (isAbsolute(file) ? relative(root, file) : file).replaceAll('\\', '/')

/** The outcome of Vitest's JSON report. */
export function fromVitest({ numPassedTests, numPendingTests, numTodoTests, testResults }) {
  return {
    passed: numPassedTests,
    skipped: numPendingTests + numTodoTests,
    files: testResults.map(({ name, startTime, endTime }) => ({ file: pathOf(name), ms: endTime - startTime })),
    failures: testResults.flatMap(({ name, status, message, assertionResults }) => {
      const failed = assertionResults.filter((test) => test.status === 'failed')
      // A file that cannot be loaded has no tests.
      if (failed.length === 0 && status === 'failed') return [{ title: pathOf(name), message: shortened(message) }]
      return failed.map(({ fullName, failureMessages }) => ({
        title: `${pathOf(name)} › ${fullName}`,
        message: shortened(failureMessages[0]),
      }))
    }),
  }
}

/** The outcome of Playwright's JSON report. A journey that passed only when it was repeated has failed. */
export function fromPlaywright({ suites, errors, stats }) {
  const specs = suites.flatMap((suite) => specsOf(suite))
  const ms = new Map()
  for (const { file, results } of specs)
    ms.set(
      file,
      results.reduce((sum, { duration }) => sum + duration, ms.get(file) ?? 0),
    )
  return {
    passed: stats.expected,
    skipped: stats.skipped,
    files: [...ms].map(([file, ms]) => ({ file, ms })),
    failures: [
      ...errors.map(({ message }) => ({ title: 'Playwright', message: shortened(message) })),
      ...specs
        .filter(({ status }) => status === 'unexpected' || status === 'flaky')
        .map(({ file, title, status, results }) => ({
          title: `${file} › ${title}${status === 'flaky' ? ' (passed when it was repeated)' : ''}`,
          message: shortened(results.find(({ error }) => error)?.error.message),
        })),
    ],
  }
}

function specsOf({ suites = [], specs, title: suite, file }, parents = []) {
  const titles = suite === file ? parents : [...parents, suite]
  return [
    ...specs.flatMap(({ title, tests }) =>
      tests.map(({ status, results }) => ({
        file: `e2e/${pathOf(file)}`,
        title: [...titles, title].join(' › '),
        status,
        results,
      })),
    ),
    ...suites.flatMap((inner) => specsOf(inner, titles)),
  ]
}
