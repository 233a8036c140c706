import { useSearch } from '@tanstack/react-router'
import type { InstanceName } from './queries.ts'

/** The Ollama server that the address of the page names. */
export function useInstance(): InstanceName {
  const { instance } = useSearch({ strict: false })
  return instance
}
