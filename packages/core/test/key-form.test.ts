import { expect, test } from 'vitest'
import { keyPrefix, newKey, newKeyId, readKey } from '../src/access/key-form.ts'

test('a key has the form that secret scanners look for, and names its record', () => {
  const id = newKeyId()
  expect(id).toMatch(/^key:[a-z0-9]{10}$/)
  const keys = Array.from({ length: 200 }, () => newKey(id))
  expect(new Set(keys).size).toBe(keys.length)
  for (const key of keys) {
    expect(key).toMatch(/^od_[a-z0-9]{10}_[A-Za-z0-9_-]{43}_[0-9a-f]{8}$/)
    expect(key.startsWith(`${keyPrefix(id)}_`)).toBe(true)
    expect(readKey(key)).toEqual({ id, isWhole: true })
  }
})

test('the checksum is the CRC-32 of all that stands before it', () => {
  const text = 'od_abcdefghij_0123456789_-ABCDEFGHIJKLMNOPQRSTUVWXYZabcde'
  // By Python's zlib.crc32.
  expect(readKey(`${text}_e5870246`)).toEqual({ id: 'key:abcdefghij', isWhole: true })
})

test('any one character that is mistyped is noticed', () => {
  const key = newKey(newKeyId())
  for (let at = 'od_'.length; at < key.length; at += 1) {
    const mistyped = `${key.slice(0, at)}${key[at] === 'a' ? 'b' : 'a'}${key.slice(at + 1)}`
    expect(readKey(mistyped)?.isWhole ?? false, mistyped).toBe(false)
  }
})

test.each(['', 'key-of-the-admin', `od_${'a'.repeat(43)}`, `od_abcdefghij_${'a'.repeat(42)}_00000000`])(
  '"%s" has another form',
  (text) => {
    expect(readKey(text)).toBeNull()
  },
)
