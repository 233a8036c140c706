import { expect, test } from 'vitest'
import { displayAddress, isLoopback, parseOllamaHost } from '../src/ollama/ollama-address.ts'

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
])('OLLAMA_HOST=%s is %s', (text, url) => {
  expect(parseOllamaHost(text).href).toBe(url)
})

test('another default port counts only where the address names none', () => {
  expect(parseOllamaHost('gpu-box', 9999).port).toBe('9999')
  expect(parseOllamaHost('gpu-box:80', 9999).port).toBe('')
  expect(parseOllamaHost('gpu-box:1234', 9999).port).toBe('1234')
  expect(parseOllamaHost('http://gpu-box', 9999).port).toBe('')
})

test.each(['ftp://gpu-box', 'gpu-box:99999', 'gpu box', 'http://', 'gpu-box?x=1'])('%s is no address', (text) => {
  expect(() => parseOllamaHost(text)).toThrow(TypeError)
})

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

test('an address is shown without credentials', () => {
  expect(displayAddress(new URL('http://user:secret@gpu-box:11434/'))).toBe('http://gpu-box:11434')
})
