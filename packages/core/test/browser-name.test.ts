import { expect, test } from 'vitest'
import { browserName } from '../src/access/sessions/browser-name.ts'

const chromium = (system: string, more: string) =>
  `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) ${more}`

test.each([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Firefox 145 on Windows'],
  ['Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox 140 on Linux'],
  ['Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0', 'Firefox 145 on Android'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/145.0 Mobile/15E148 Safari/605.1.15',
    'Firefox 145 on iPhone',
  ],
  [chromium('Macintosh; Intel Mac OS X 10_15_7', 'Chrome/142.0.0.0 Safari/537.36'), 'Chrome 142 on macOS'],
  [chromium('X11; CrOS x86_64 14541.0.0', 'Chrome/142.0.0.0 Safari/537.36'), 'Chrome 142 on ChromeOS'],
  [chromium('X11; Linux x86_64', 'HeadlessChrome/142.0.0.0 Safari/537.36'), 'Chrome 142 on Linux'],
  [chromium('Linux; Android 10; K', 'Chrome/142.0.0.0 Mobile Safari/537.36 EdgA/142.0.0.0'), 'Edge 142 on Android'],
  [chromium('Windows NT 10.0; Win64; x64', 'Chrome/142.0.0.0 Safari/537.36 Edg/142.0.3595.53'), 'Edge 142 on Windows'],
  [chromium('Windows NT 10.0; Win64; x64', 'Chrome/142.0.0.0 Safari/537.36 OPR/124.0.0.0'), 'Opera 124 on Windows'],
  [
    chromium('Linux; Android 10; K', 'SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36'),
    'Samsung Internet 29 on Android',
  ],
  [
    'Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
    'Safari 18 on iPad',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15',
    'Safari 26 on macOS',
  ],
  ['curl/8.5.0', 'curl 8'],
  ['python-requests/2.32.3', 'python-requests 2'],
  ['node', 'node'],
])('%s is %s', (agent, name) => {
  expect(browserName(agent)).toBe(name)
})

test.each([
  [undefined, null],
  ['', null],
  ['Mozilla/5.0', null],
  ['<script>alert(1)</script>', null],
  ['\u202Egnp.exe/1', null],
  [`${'x'.repeat(1_000_000)}/1`, 'x'.repeat(40)],
  [`curl/${'9'.repeat(5000)}`, 'curl 9999'],
  ['curl/8 (Windows) "><img src=x onerror=alert(1)>', 'curl 8 on Windows'],
])('of a hostile agent is told what can be read, and no more: %.30s', (agent, name) => {
  expect(browserName(agent)).toBe(name)
})
