import { type Static, Type } from '@sinclair/typebox'
import { Characters, GivenName } from './characters.ts'
import { Closed, Done, Named, NamedClosed, NoQuery, Nullable, Timestamp } from './common.ts'
import { defineEndpoints } from './endpoint.ts'
import { storageErrors } from './errors.ts'
import { limits } from './limits.ts'
import { textBounds } from './model-settings.ts'

/** A system prompt that is kept under a name, for everybody who uses the dashboard. */
export const Preset = Named('Preset', {
  id: Type.String(),
  name: Type.String(),
  system: Type.String({ description: 'The system prompt' }),
  updated_at: Timestamp,
  updated_by: Nullable(Type.String({ description: 'Id of the key that saved it; null if no key is needed' })),
})
export type Preset = Static<typeof Preset>

const SavePresetRequest = NamedClosed('SavePresetRequest', {
  name: GivenName({
    minLength: 1,
    maxLength: limits.presetNameLength,
    description: 'One line. No other preset has it, in any case of letters',
    examples: ['Strict reviewer'],
  }),
  system: Characters({ minLength: 1, maxLength: textBounds.systemLength, description: 'The system prompt' }),
})
export type SavePresetRequest = Static<typeof SavePresetRequest>

const ById = Closed({ id: Type.String({ minLength: 1, maxLength: 64 }) })

export const presets = defineEndpoints({
  list: {
    method: 'GET',
    path: '/api/chat/presets',
    access: 'viewer',
    summary: 'System prompts that are kept for everybody, by name',
    query: NoQuery,
    status: 200,
    response: Named('PresetList', { presets: Type.Array(Preset) }),
    errors: storageErrors,
  },
  create: {
    method: 'POST',
    path: '/api/chat/presets',
    access: 'operator',
    summary: 'Keep a system prompt under a name',
    query: NoQuery,
    body: SavePresetRequest,
    status: 201,
    response: Preset,
    errors: ['preset_exists', 'too_many_presets', ...storageErrors],
  },
  replace: {
    method: 'PUT',
    path: '/api/chat/presets/:id',
    access: 'operator',
    summary: 'Replace name and system prompt of a preset',
    params: ById,
    query: NoQuery,
    body: SavePresetRequest,
    status: 200,
    response: Preset,
    errors: ['preset_not_found', 'preset_exists', ...storageErrors],
  },
  delete: {
    method: 'DELETE',
    path: '/api/chat/presets/:id',
    access: 'operator',
    summary: 'Delete a preset; chats keep the system prompt that they have from it',
    params: ById,
    query: NoQuery,
    status: 200,
    response: Done,
    errors: ['preset_not_found', ...storageErrors],
  },
})
