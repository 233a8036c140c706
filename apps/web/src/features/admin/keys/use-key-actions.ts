import type { ApiKey, CreateKeyRequest, UpdateKeyRequest } from '@ollama-dashboard/contracts'
import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '../../../lib/api/api.ts'
import { signIn } from '../../../lib/api/sign-in.ts'
import { setKey } from '../../../lib/api/signed-in.ts'
import { useMissing } from '../../../lib/api/use-permission.ts'
import { notify } from '../../../lib/notices.ts'
import { apiKeyKeys, roleKeys, sessionKey } from '../../../lib/queries/keys.ts'
import { noteSession, sessionQuery } from '../../../lib/queries/server.ts'
import { keepFreshKey } from './fresh-key.ts'

// Why something failed is shown where it was asked for.

/** A change may be to the key of this session, and to what it may do. */
const meta = { invalidates: [apiKeyKeys.all, roleKeys.all, sessionKey] }

/** The id of the key that this page is signed in with; null where none is needed. */
export const useOwnKey = (): string | null => useQuery({ ...sessionQuery, select: ({ key_id }) => key_id }).data ?? null

/** What is missing to change keys. It is the same object as long as that is the same. */
export function useMissingForKeys() {
  const edit = useMissing('keys.update')
  const rotate = useMissing('keys.rotate')
  const revoke = useMissing('keys.revoke')
  return useMemo(() => ({ edit, rotate, revoke }), [edit, rotate, revoke])
}

/** What was made is in the hands of whoever asked for it, and nowhere else. */
const forgotten = { gcTime: 0 }

export const useMakeKey = (onMade: () => void) =>
  useMutation({
    mutationFn: (body: CreateKeyRequest) => api.keys.create({ body }),
    onSuccess(fresh) {
      keepFreshKey(fresh)
      onMade()
    },
    meta,
    ...forgotten,
  })

export interface KeyChange {
  readonly key: ApiKey
  readonly change: UpdateKeyRequest
}

export const useUpdateKey = (onDone: () => void) =>
  useMutation({
    mutationFn: ({ key, change }: KeyChange) => api.keys.update({ params: { id: key.id }, body: change }),
    onSuccess({ name }) {
      onDone()
      notify({ kind: 'ok', title: `${name} changed` })
    },
    meta,
  })

export interface Rotation {
  readonly key: ApiKey
  readonly graceSeconds: number
}

export const useRotateKey = (onRotated: () => void) => {
  const client = useQueryClient()
  const own = useOwnKey()
  return useMutation({
    mutationFn: ({ key, graceSeconds }: Rotation) =>
      api.keys.rotate({ params: { id: key.id }, body: { grace_seconds: graceSeconds } }),
    async onSuccess(fresh) {
      keepFreshKey(fresh)
      onRotated()
      if (fresh.id === own) await goOnWith(client, fresh.key)
    },
    meta,
    ...forgotten,
  })
}

/** The session of this browser ends with the key that it began with. */
async function goOnWith(client: QueryClient, key: string): Promise<void> {
  const asking = client.cancelQueries({ queryKey: sessionKey })
  try {
    const session = await signIn(key)
    await asking
    noteSession(client, session)
    client.setQueryData(sessionQuery.queryKey, session)
  } catch {
    // The tab itself holds it then, as where no cookies are kept.
    setKey(key)
  }
}

export const useRevokeKey = (onDone: () => void) =>
  useMutation({
    mutationFn: ({ id }: ApiKey) => api.keys.revoke({ params: { id } }),
    onSuccess(_, { name }) {
      onDone()
      notify({ kind: 'ok', title: `${name} revoked` })
    },
    meta,
  })
