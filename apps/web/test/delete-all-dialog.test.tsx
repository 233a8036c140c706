import type { Session } from '@ollama-dashboard/contracts'
import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { DeleteAllDialog } from '../src/features/chat/list/delete-dialogs.tsx'
import { sessionQuery } from '../src/lib/queries/server.ts'
import { sessionOf } from './fixtures.ts'
import { showWith } from './show-with.tsx'

test.each<readonly [string, Session, string]>([
  [
    'no key',
    sessionOf('admin', { key_id: null, via: 'none' }),
    'All chats are deleted permanently, pinned ones too. This cannot be undone.',
  ],
  [
    'a key',
    sessionOf('operator', { key_id: 'laptop' }),
    'All chats of your key are deleted permanently, pinned ones too. This cannot be undone.',
  ],
])('with %s, deleting all chats says which those are', async (_, session, words) => {
  const client = new QueryClient({ defaultOptions: { queries: { enabled: false } } })
  client.setQueryData(sessionQuery.queryKey, session)
  await showWith(client, <DeleteAllDialog onClose={() => undefined} />)
  await expect.element(page.getByText(words, { exact: true })).toBeVisible()
})
