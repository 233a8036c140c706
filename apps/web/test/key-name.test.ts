import { expect, test } from 'vitest'
import { keyName } from '../src/lib/key-name.ts'

test.each([
  ['env:viewer', 'API_KEY_VIEWER'],
  ['generated:admin', 'the generated admin key'],
  ['laptop', 'laptop'],
])('the key %s is called %s', (id, name) => expect(keyName(id)).toBe(name))
