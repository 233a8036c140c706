import { expect, test } from 'vitest'
import { isOtherVersion } from '../src/lib/offline/new-version.ts'

const page = (script: string) =>
  `<!doctype html><meta name="base-path" content="/dash/" /><script type="module" src="/dash/assets/${script}"></script>`
const opened = new DOMParser().parseFromString(page('index-a.js'), 'text/html')

test.each([
  ['the same page', page('index-a.js'), false],
  ['the page of another version', page('index-b.js'), true],
  ['the sign-in of a proxy', '<!doctype html><script type="module" src="/login.js"></script>', false],
  ['nothing that is a page', 'Bad gateway', false],
])('%s tells whether there is a new version', (_, served, isOther) => {
  expect(isOtherVersion(served, opened)).toBe(isOther)
})
