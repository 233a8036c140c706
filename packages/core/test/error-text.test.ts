import { describe, expect, test } from 'vitest'
import { publicText, readErrorWords } from '../src/ollama/errors/error-text.ts'
import { failureOf } from './failure-of-answer.ts'

describe('what is shown of a text', () => {
  test.each([
    ['open /usr/share/ollama/blobs/sha256-00: no such file', 'open …: no such file'],
    ['open C:\\Users\\John Doe\\.ollama\\models: denied', 'open … …: denied'],
    ['dial tcp 10.0.0.7:5055: refused', 'dial tcp …: refused'],
    ['dial tcp [fd00::7]:5055: refused', 'dial tcp …: refused'],
    ['Get "https://10.0.0.7:5055/v2/x?token=s": refused', 'Get "…": refused'],
    ['path=/etc/ollama/key,host=10.0.0.7', 'path=…,host=…'],
    ['needs 5.6 GiB of 3.1 GiB at 12:30', 'needs 5.6 GiB of 3.1 GiB at 12:30'],
    ['registry.ollama.ai/library/tiny:latest fails', 'registry.ollama.ai/library/tiny:latest fails'],
    ['see https://github.com/ollama/ollama/issues/5245?a=b', 'see https://github.com/ollama/ollama/issues/5245'],
    ['see https://github.com.evil.example/x', 'see …'],
    ['see https://github.com@evil.example/x', 'see …'],
    ['', 'an error without a message'],
  ])('"%s" becomes "%s"', (text, expected) => {
    expect(publicText(text)).toBe(expected)
  })

  test('is never longer than a person reads', () => {
    expect(publicText('word '.repeat(1000)).length).toBeLessThanOrEqual(301)
  })

  test.each(['a.', '://', 'model ', '/', '"', ' ', '\\', '1.', '{"error":"', '\uD83D\uDE00'])(
    'is a few kB at most before anything looks for something in it: %j',
    (part) => {
      const body = JSON.stringify({ error: part.repeat(500_000) })
      expect(readErrorWords(body).text.length).toBeLessThanOrEqual(4096)
      expect(failureOf(500, body).message.length).toBeLessThan(400)
    },
  )
})
