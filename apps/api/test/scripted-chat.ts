import { setUp as setUpChat } from './chat-set-up.ts'
import { type ScriptedOptions, scriptedOllama } from './scripted-ollama.ts'

type Answers = Parameters<typeof scriptedOllama>[0]

/** The API over an Ollama that says what the test tells it. */
export async function scriptedChat(answers: Answers, options: ScriptedOptions = {}) {
  const ollama = await scriptedOllama(answers, options)
  const { instances, model } = ollama
  const chat = await setUpChat({ core: { instances } })
  const newConversation = async () => (await chat.client.conversations.save({ body: { model, messages: [] } })).id
  const say = (request: Omit<Parameters<typeof chat.say>[0], 'model'>) => chat.say({ model, ...request })
  return { ...chat, ...ollama, say, newConversation }
}
