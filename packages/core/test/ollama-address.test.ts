import { expect, test } from 'vitest'
import { displayAddress, isLoopback, parseOllamaHost, splitCredentials } from '../src/ollama/ollama-address.ts'

test.each([
  ['localhost', 'http://localhost:11434/'],
  ['gpu-box:8080', 'http://gpu-box:8080/'],
  ['127.0.0.1:11434', 'http://127.0.0.1:11434/'],
  ['http://gpu-box', 'http://gpu-box/'],
  ['https://gpu-box', 'https://gpu-box/'],
  ['http://gpu-box:11434/', 'http://gpu-box:11434/'],
  ['https://example.com/ollama', 'https://example.com/ollama'],
  ['gpu-box:80', 'http://gpu-box/'],
  ['gpu-box/ollama', 'http://gpu-box:11434/ollama'],
  ['::1', 'http://[::1]:11434/'],
  ['[::1]:4000', 'http://[::1]:4000/'],
  ['[fd00::7]', 'http://[fd00::7]:11434/'],
  ['0.0.0.0', 'http://127.0.0.1:11434/'],
  ['0.0.0.0:9000', 'http://127.0.0.1:9000/'],
  ['[::]:9000', 'http://[::1]:9000/'],
  [' localhost ', 'http://localhost:11434/'],
  // A port that is none counts for nothing, as in envconfig.Host since 0.1.33.
  ['gpu-box:99999', 'http://gpu-box:11434/'],
  ['gpu-box:', 'http://gpu-box:11434/'],
  ['https://gpu-box:x/ollama', 'https://gpu-box/ollama'],
  [':8080', 'http://127.0.0.1:8080/'],
  ['http://', 'http://127.0.0.1/'],
  ['HTTPS://gpu-box', 'https://gpu-box/'],
  ['ollama.com', 'https://ollama.com/'],
  ['http://ann:p%40ss@gpu-box:8088', 'http://ann:p%40ss@gpu-box:8088/'],
  ['ann:p@ss@gpu-box', 'http://ann:p%40ss@gpu-box:11434/'],
])('OLLAMA_HOST=%s is %s', (text, url) => {
  expect(parseOllamaHost(text).href).toBe(url)
})

test('another default port counts only where the address names none', () => {
  expect(parseOllamaHost('gpu-box', 9999).port).toBe('9999')
  expect(parseOllamaHost('gpu-box:80', 9999).port).toBe('')
  expect(parseOllamaHost('gpu-box:1234', 9999).port).toBe('1234')
  expect(parseOllamaHost('http://gpu-box', 9999).port).toBe('')
})

test.each(['ftp://gpu-box', 'gpu box', 'gpu-box?x=1', 'fe80::1%eth0', '[fe80::1%25eth0]:11434'])(
  '%s is no address',
  (text) => {
    expect(() => parseOllamaHost(text)).toThrow(TypeError)
  },
)

test.each([
  ['http://localhost:1', true],
  ['http://127.8.9.1', true],
  ['http://[::1]:5', true],
  ['http://ollama.localhost', true],
  ['http://127.example.com', false],
  ['http://192.168.0.2', false],
  ['http://localhost.example.com', false],
])('%s is this machine: %s', (url, loopback) => {
  expect(isLoopback(new URL(url))).toBe(loopback)
})

test.each([
  ['http://user:secret@gpu-box:11434/', 'http://gpu-box:11434'],
  ['https://gpu-box/token-of-ours/ollama', 'https://gpu-box/…'],
])('%s is shown as %s', (url, shown) => {
  expect(displayAddress(new URL(url))).toBe(shown)
})

test.each([
  ['http://ann:p%40ss@gpu-box', 'ann:p@ss'],
  ['http://ann:p@ss@gpu-box', 'ann:p@ss'],
  ['http://j%C3%BCrgen:100%25@gpu-box', 'jürgen:100%'],
  ['http://ann:100%@gpu-box', 'ann:100%'],
  ['http://ann@gpu-box', 'ann:'],
])('name and password of %s are sent as Basic in UTF-8, and leave the address', (address, credentials) => {
  const { url, authorization } = splitCredentials(new URL(address))
  expect(url.href).toBe('http://gpu-box/')
  expect(Buffer.from(authorization?.replace('Basic ', '') ?? '', 'base64').toString('utf8')).toBe(credentials)
})

test('an address without name and password sends none', () => {
  expect(splitCredentials(new URL('http://gpu-box/ollama')).authorization).toBeNull()
})
