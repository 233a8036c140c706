import type { Locator, Page } from '@playwright/test'

/** About sixty tokens per second on this side, and loads that take no time: what comes can be looked at while it comes. */
export const readable = { scenario: 'home', speed: 20, tokensPerSecond: 3 } as const

export const field = (page: Page): Locator => page.getByRole('textbox', { name: 'Message' })
export const log = (page: Page): Locator => page.getByRole('log', { name: 'Conversation' })
export const replies = (page: Page): Locator => log(page).getByRole('article', { name: 'Reply' })
export const chatList = (page: Page): Locator => page.getByRole('complementary', { name: 'Chats' })

export async function ask(page: Page, text: string): Promise<void> {
  await field(page).fill(text)
  await field(page).press('Enter')
}

/** The id of the conversation that the page shows. */
export async function conversationId(page: Page): Promise<string> {
  await page.waitForURL(/\/chat\/[\w-]+/)
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}
