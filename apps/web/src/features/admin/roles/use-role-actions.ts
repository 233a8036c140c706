import type { CreateRoleRequest, RoleRecord, UpdateRoleRequest } from '@ollama-dashboard/contracts'
import { useMutation } from '@tanstack/react-query'
import { api } from '../../../lib/api/api.ts'
import { notify } from '../../../lib/notices.ts'
import { apiKeyKeys, roleKeys, sessionKey } from '../../../lib/queries/keys.ts'

// Why something failed is shown where it was asked for.

/** A change may be to the role of this session. */
const meta = { invalidates: [roleKeys.all, apiKeyKeys.all, sessionKey] }

export const useMakeRole = (onDone: () => void) =>
  useMutation({
    mutationFn: (body: CreateRoleRequest) => api.roles.create({ body }),
    onSuccess({ name }) {
      onDone()
      notify({ kind: 'ok', title: `Role ${name} made` })
    },
    meta,
  })

export interface RoleChange {
  readonly role: RoleRecord
  readonly change: UpdateRoleRequest
}

export const useUpdateRole = (onDone: () => void) =>
  useMutation({
    mutationFn: ({ role, change }: RoleChange) => api.roles.update({ params: { name: role.name }, body: change }),
    onSuccess({ name }) {
      onDone()
      notify({ kind: 'ok', title: `Role ${name} changed` })
    },
    meta,
  })

export const useDeleteRole = (onDone: () => void) =>
  useMutation({
    mutationFn: ({ name }: RoleRecord) => api.roles.delete({ params: { name } }),
    onSuccess(_, { name }) {
      onDone()
      notify({ kind: 'ok', title: `Role ${name} deleted` })
    },
    meta,
  })
