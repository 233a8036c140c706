import { useSearch } from '@tanstack/react-router'
import type { InstanceName } from './instance-name.ts'

/** The Ollama server that the address of the page names. */
export function useInstance(): InstanceName {
  const { instance } = useSearch({ strict: false })
  return instance
}
