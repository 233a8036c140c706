import './styles.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createQueryClient } from './lib/api/query-client.ts'
import { leaveCompositionKeys } from './lib/composition-keys.ts'
import { registerServiceWorker } from './lib/offline/service-worker.ts'
import { createAppRouter } from './routes/router.tsx'
import { startEarly } from './routes/start-early.ts'

const container = document.getElementById('root')
if (!container) throw new Error('index.html has no #root.')

leaveCompositionKeys()

const client = createQueryClient()
const router = createAppRouter()
const root = createRoot(container)
void startEarly(client, router).then(() =>
  root.render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  ),
)

// After all that the page itself loads first. Vite's own server has no service worker.
if (import.meta.env.PROD) addEventListener('load', () => void registerServiceWorker())
