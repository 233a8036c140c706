import { expect, test } from 'vitest'
import { keyName } from '../src/lib/access/key-name.ts'

const names = { 'key:a1': 'grafana' }

test.each([
  ['env:viewer', 'API_KEY_VIEWER'],
  ['generated:admin', 'the generated admin key'],
  ['laptop', 'laptop'],
  ['key:a1', 'grafana'],
  ['key:unknown', 'key:unknown'],
])('the key %s is called %s', (id, name) => expect(keyName(id, names)).toBe(name))
