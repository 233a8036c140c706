import type { Preset } from '@ollama-dashboard/contracts'
import { QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { onTestFinished, vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { SystemField } from '../src/features/chat/parameters/system-field.tsx'
import { createQueryClient } from '../src/lib/api/query-client.ts'
import { sessionQuery } from '../src/lib/queries/server.ts'
import { Toaster } from '../src/parts/notices/toaster.tsx'
import { Popover } from '../src/ui/popover.tsx'
import '../src/styles.css'
import { sessionOf } from './fixtures.ts'

export const presetOf = (id: string, name: string, system: string): Preset => ({
  id,
  name,
  system,
  updated_at: '2026-01-02T03:04:05Z',
  updated_by: 'laptop',
})

const taken = {
  status: 409,
  code: 'preset_exists',
  title: 'Taken',
  detail: 'A preset "Reviewer" already exists.',
  trace_id: 'a',
}

/** An API with two presets and more, until the test ends: what it has, and what it was asked to change. */
function presetsApi(more: readonly Preset[]) {
  const api = {
    presets: [presetOf('r', 'Reviewer', 'Find bugs.'), presetOf('t', 'Translator', 'Translate.'), ...more],
    sent: [] as { readonly method: string; readonly body: unknown }[],
  }
  vi.stubGlobal('fetch', async (path: string, { method = 'GET', body }: RequestInit) => {
    if (method === 'GET') return Response.json({ presets: api.presets })
    const asked = JSON.parse(String(body ?? 'null'))
    api.sent.push({ method, body: asked })
    const id = path.split('/').at(-1)
    const others = api.presets.filter((one) => one.id !== id)
    if (others.some(({ name }) => name === asked?.name)) return Response.json(taken, { status: 409 })
    api.presets = others
    if (method === 'DELETE') return Response.json({ success: true, message: 'Deleted.' })
    const saved = presetOf(method === 'PUT' ? (id ?? '') : 'new', asked.name, asked.system)
    api.presets = [...others, saved].toSorted((a, b) => (a.name < b.name ? -1 : 1))
    return Response.json(saved, { status: method === 'PUT' ? 200 : 201 })
  })
  onTestFinished(() => void vi.unstubAllGlobals())
  return api
}

function Panel({ first }: { readonly first: string | undefined }) {
  const [text, setText] = useState(first)
  return (
    <Popover title="Panel" trigger={<button type="button">Open</button>}>
      <SystemField value={text} inForce={null} onChange={setText} />
    </Popover>
  )
}

export interface ShowPresetsOptions {
  /** What is in the field at first. */
  readonly text?: string
  readonly role?: 'viewer' | 'operator'
  readonly more?: readonly Preset[]
}

/** The field in its panel, with the presets open. */
export async function showPresets({ text, role = 'operator', more = [] }: ShowPresetsOptions = {}) {
  const api = presetsApi(more)
  const client = createQueryClient()
  client.setQueryData(sessionQuery.queryKey, sessionOf(role))
  await render(
    <QueryClientProvider client={client}>
      <Panel first={text} />
      <Toaster />
    </QueryClientProvider>,
  )
  await page.getByRole('button', { name: 'Open' }).click()
  await page.getByRole('button', { name: 'Presets' }).click()
  return api
}
