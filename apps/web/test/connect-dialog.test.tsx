import { QueryClient } from '@tanstack/react-query'
import { expect, onTestFinished, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { ConnectDialog } from '../src/features/frame/connect-dialog.tsx'
import '../src/styles.css'
import { showWith } from './show-with.tsx'

test.each([
  ['Linux x86_64', 'OLLAMA_HOST=http://my-server:11434 npm start'],
  ['MacIntel', 'OLLAMA_HOST=http://my-server:11434 npm start'],
  ['Win32', "$env:OLLAMA_HOST='http://my-server:11434'; npm start"],
])('on %s the command is one that its shell takes', async (platform, command) => {
  const spy = vi.spyOn(navigator, 'platform', 'get').mockReturnValue(platform)
  onTestFinished(() => spy.mockRestore())
  const client = new QueryClient()
  await showWith(
    client,
    <ConnectDialog onClose={() => undefined} tried="127.0.0.1:11434" reason="connection refused" />,
  )
  await expect.element(page.getByText(command, { exact: true })).toBeVisible()
})
