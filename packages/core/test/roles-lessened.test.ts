import { expect, test, vi } from 'vitest'
import { caller } from './caller.ts'
import { setUpKeys } from './keys-set-up.ts'
import { visit } from './sessions-set-up.ts'

test('a role that may do less ends what its keys hold open; their sessions go on with what is left', async () => {
  const { roles, sessions, credentials, create } = await setUpKeys()
  await roles.create(caller(), { name: 'night-shift', allow: ['models.*', 'chat.send'] })
  const [{ key }, other] = [await create('Phone', 'night-shift'), await create('Laptop', 'operator')]
  const [ends, stays] = [vi.fn(), vi.fn()]
  credentials.find(key)?.hold(ends)
  credentials.find(other.key)?.hold(stays)
  const token = await sessions.begin(caller(), {
    keyHash: credentials.find(key)?.keyHash ?? '',
    visit: visit(),
  })
  await roles.update(caller(), { name: 'night-shift', allow: ['models.*', 'chat.send', 'jobs.list'] })
  expect(ends).not.toHaveBeenCalled()
  await roles.update(caller(), { name: 'night-shift', deny: ['models.delete'] })
  expect(ends.mock.calls.map(([{ message }]) => message)).toEqual(['The role of the key may do less than before.'])
  expect(stays).not.toHaveBeenCalled()
  const session = await sessions.find(token, visit())
  const rights = credentials.findByHash(session?.keyHash ?? '')?.rights
  expect([rights?.permissions.has('models.stop'), rights?.permissions.has('models.delete')]).toEqual([true, false])
})
