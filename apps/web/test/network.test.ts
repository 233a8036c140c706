import { expect, test } from 'vitest'
import { isNetwork } from '../src/features/admin/keys/narrowing/network.ts'

test.each(['10.0.0.7', '192.168.1.0/24', '0.0.0.0/0', '::1', '2001:db8::/32', '::ffff:10.0.0.1', 'fe80::1/128'])(
  '%s is an address or a network',
  (text) => expect(isNetwork(text)).toBe(true),
)

test.each([
  '',
  '10.0.0',
  '10.0.0.256',
  '010.0.0.1',
  '10.0.0.0/33',
  '10.0.0.0/',
  '10.0.0.0/08',
  '10.0.0.0/8/8',
  '2001:db8::/129',
  'fe80::1%eth0',
  '::1]',
  'example.com',
  '1:2',
])('%s is none', (text) => expect(isNetwork(text)).toBe(false))
