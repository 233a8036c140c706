import type { Session } from '@ollama-dashboard/contracts'
import { isBuiltIn } from './roles.ts'

interface RareRights {
  readonly wordsOf: typeof import('./operation-words.ts').wordsOf
  readonly matchedModels: typeof import('./narrowing-words.ts').matchedModels
  readonly narrowingFacts: typeof import('./narrowing-words.ts').narrowingFacts
}

let loaded: RareRights | null = null

/** What tells who has a role that somebody made, or a narrowed key, what is locked and why; null for all others. */
export const rareRights = (): RareRights | null => loaded

/** Loads it for who needs it: the first page of all others is lighter without. Never throws. */
export async function loadRareRights({ role, grant }: Pick<Session, 'role' | 'grant'>): Promise<void> {
  if (loaded || (grant === null && (role === null || isBuiltIn(role)))) return
  try {
    const [words, narrowing] = await Promise.all([import('./operation-words.ts'), import('./narrowing-words.ts')])
    loaded = { ...words, ...narrowing }
  } catch {
    // The reasons then name operations as the API does.
  }
}
