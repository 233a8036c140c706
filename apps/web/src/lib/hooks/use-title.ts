import { useEffect } from 'react'

const product = 'Ollama Dashboard'
let page: string | null = null
let progress: string | null = null

function show(): void {
  document.title = [progress, page, product].filter((part) => part !== null).join(' · ')
}

/** Names the page in tabs, history and bookmarks: "Models", or "qwen3:14b · Models". */
export function usePageTitle(title: string): void {
  useEffect(() => {
    page = title
    show()
  }, [title])
}

/** What is under way is seen without looking at the tab: "42 %"; null where nothing is. */
export function useTitleProgress(text: string | null): void {
  useEffect(() => {
    progress = text
    show()
  }, [text])
}
