import { expect, test } from 'vitest'
import { parseRedisUrl, secretsOfRedis } from '../../src/replicas/redis/redis-address.ts'

const plain = { kind: 'server', isTls: false, user: null, database: 0, watched: null } as const

test.each([
  ['redis://box', { ...plain, nodes: [{ host: 'box', port: 6379 }] }],
  ['redis://[::1]:7000/3', { ...plain, nodes: [{ host: '::1', port: 7000 }], database: 3 }],
  [
    'rediss://:p%40ss@10.0.0.1/',
    { ...plain, nodes: [{ host: '10.0.0.1', port: 6379 }], isTls: true, user: { name: null, password: 'p@ss' } },
  ],
  [
    'redis+sentinel://ann:secret@a,b:26380/mymaster/2?sentinel_username=watch&sentinel_password=w%2Bd',
    {
      kind: 'sentinel',
      nodes: [
        { host: 'a', port: 26_379 },
        { host: 'b', port: 26_380 },
      ],
      isTls: false,
      user: { name: 'ann', password: 'secret' },
      database: 2,
      watched: { name: 'mymaster', user: { name: 'watch', password: 'w+d' } },
    },
  ],
  [
    'rediss+cluster://a:7000,b:7001',
    {
      ...plain,
      kind: 'cluster',
      isTls: true,
      nodes: [
        { host: 'a', port: 7000 },
        { host: 'b', port: 7001 },
      ],
    },
  ],
])('%s is an address', (text, address) => {
  expect(parseRedisUrl(text)).toEqual(address)
})

test.each([
  'box:6379',
  'http://box',
  'redis://',
  'redis://a,b',
  'redis://box:0',
  'redis://box:65536',
  'redis://box/mine',
  'redis://secret@box',
  'redis://a:b:c@box',
  'redis://:%ff@box',
  'redis://:pa#ss@box',
  'redis://box?tls=true',
  'redis+sentinel://box',
  'redis+sentinel://box/m?sentinel_username=ann',
  'redis+cluster://box/1',
])('%s is none, and nothing of it is said', (text) => {
  expect(() => parseRedisUrl(text)).toThrow(/^an address such as redis:/)
})

test('the passwords in an address are known, as written and as meant', () => {
  const url = 'redis+sentinel://ann:p%40ss@a/m?sentinel_password=watched'
  expect(secretsOfRedis(url)).toEqual(['p@ss', 'watched', 'p%40ss'])
})
