import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../run.mjs'
import { fromPlaywright, fromVitest } from '../test-reports.mjs'

test('Vitest: tests that failed are told with their file, and so is a file that could not be loaded', () => {
  const passed = { status: 'passed', fullName: 'works', failureMessages: [] }
  const failed = { status: 'failed', fullName: 'lists are empty', failureMessages: ['\u001b[31mexpected 1\u001b[39m'] }
  const file = (name: string, more: object) => ({ name: join(root, name), startTime: 1000, endTime: 3000, ...more })
  const outcome = fromVitest({
    numPassedTests: 1,
    numPendingTests: 2,
    numTodoTests: 1,
    testResults: [
      file('a/one.test.ts', { status: 'failed', message: '', assertionResults: [passed, failed] }),
      file('b/two.test.ts', { status: 'failed', message: 'Cannot find x', assertionResults: [] }),
    ],
  })
  expect(outcome).toEqual({
    passed: 1,
    skipped: 3,
    files: [
      { file: 'a/one.test.ts', ms: 2000 },
      { file: 'b/two.test.ts', ms: 2000 },
    ],
    failures: [
      { title: 'a/one.test.ts › lists are empty', message: 'expected 1' },
      { title: 'b/two.test.ts', message: 'Cannot find x' },
    ],
  })
})

test('Playwright: a journey that passed only when it was repeated has failed', () => {
  const spec = (title: string, status: string, results: object[]) => ({ title, tests: [{ status, results }] })
  const failure = { duration: 300, error: { message: Array.from({ length: 40 }, (_, n) => `line ${n}`).join('\n') } }
  const file = 'journeys/chat.spec.ts'
  const outcome = fromPlaywright({
    stats: { expected: 1, unexpected: 1, flaky: 1, skipped: 0 },
    errors: [{ message: 'No browser' }],
    suites: [
      {
        title: file,
        file,
        specs: [spec('is asked', 'expected', [{ duration: 100 }])],
        suites: [
          {
            title: 'on a phone',
            file,
            specs: [spec('scrolls', 'unexpected', [failure]), spec('ends', 'flaky', [failure, { duration: 50 }])],
          },
        ],
      },
    ],
  })
  const message = Array.from({ length: 12 }, (_, n) => `line ${n}`).join('\n')
  expect(outcome).toEqual({
    passed: 1,
    skipped: 0,
    files: [{ file: `e2e/${file}`, ms: 750 }],
    failures: [
      { title: 'Playwright', message: 'No browser' },
      { title: `e2e/${file} › on a phone › scrolls`, message },
      { title: `e2e/${file} › on a phone › ends (passed when it was repeated)`, message },
    ],
  })
})
