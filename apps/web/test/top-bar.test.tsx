import type { SystemStats } from '@ollama-dashboard/contracts'
import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { TopBar } from '../src/features/frame/bars/top-bar.tsx'
import { tellStats } from '../src/lib/api/watched-stats.ts'
import { runningQuery } from '../src/lib/queries/models.ts'
import { sessionQuery } from '../src/lib/queries/server.ts'
import { statsQuery } from '../src/lib/queries/system.ts'
import '../src/styles.css'
import { runningModel, sessionOf } from './fixtures.ts'
import { showWith } from './show-with.tsx'

const statsWith = (percent: number) =>
  ({
    vram: { total: 100, used: percent, free: 100 - percent, percent },
    unified_memory: null,
    memory: {},
  }) as unknown as SystemStats

test('on every page the memory in the bar follows what is measured each second', async () => {
  const client = new QueryClient({
    defaultOptions: { queries: { enabled: false, staleTime: Number.POSITIVE_INFINITY } },
  })
  client.setQueryData(sessionQuery.queryKey, sessionOf('admin'))
  client.setQueryData(runningQuery(undefined).queryKey, { models: [runningModel('qwen3:14b')] } as never)
  client.setQueryData(statsQuery.queryKey, statsWith(4))
  await showWith(client, <TopBar onFind={() => undefined} tray={null} />, '/models')
  await expect.element(page.getByText('1 model loaded · VRAM 4 % used')).toBeVisible()
  tellStats(statsWith(52))
  await expect.element(page.getByText('1 model loaded · VRAM 52 % used')).toBeVisible()
})
