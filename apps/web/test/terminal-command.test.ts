import { expect, test } from 'vitest'
import { terminalCommand } from '../src/lib/models/terminal-command.ts'
import { availableModel } from './fixtures.ts'

test('a model that chats is run, and one that only embeds is asked for an embedding', () => {
  expect(terminalCommand(availableModel('llama3.2:3b'))).toBe('ollama run llama3.2:3b')
  expect(terminalCommand(availableModel('odd:1', { capabilities: [] }))).toBe('ollama run odd:1')
  expect(terminalCommand(availableModel('bert:latest', { capabilities: ['embedding'] }), 'http://10.0.0.2:11434')).toBe(
    `curl http://10.0.0.2:11434/api/embed -d '{"model":"bert:latest","input":"Why is the sky blue?"}'`,
  )
})
