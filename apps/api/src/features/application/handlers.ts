import type { FastifyReply } from 'fastify'
import type { HandlersOf } from '../features.ts'

export const applicationHandlers: HandlersOf<'application'> = ({ core: { application }, control }) => ({
  async reload(_, { reply }) {
    const { begin, abandon } = await control.prepareReload()
    onceAnswered(reply, begin, abandon)
    return { success: true, message: 'The dashboard restarts with its configuration read again.' }
  },
  async restart(_, { context }) {
    const { health, isComplete } = await application.restart(context)
    const message = isComplete
      ? 'Ollama, this host and the saved settings were read again.'
      : 'Not everything was read again: Ollama or this host has not answered yet.'
    return { success: true, message, health }
  },
  kill(_, { reply }) {
    onceAnswered(reply, control.kill)
    return { success: true, message: 'The process ends now.' }
  },
  remembered: (_, { context }) => application.remembered(context),
})

/** Whoever asked is told first, and so is the audit log: where that fails, the answer is another one. */
function onceAnswered({ raw }: FastifyReply, act: () => void, orElse = () => {}): void {
  raw.once('close', () => (raw.statusCode === 202 ? act() : orElse()))
}
