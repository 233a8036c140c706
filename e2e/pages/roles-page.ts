import { expect, type Page } from '@playwright/test'
import { enterKey } from './enter-key.ts'

export async function openRoles(page: Page, key: string): Promise<void> {
  await page.goto('/admin/roles')
  await enterKey(page, key)
  await expect(page.getByRole('table', { name: 'Roles' }).or(page.getByRole('list', { name: 'Roles' }))).toBeVisible()
}

/** A role in the table, or a key in that of keys. */
export const row = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) })

export const tick = (page: Page, name: string) => page.getByRole('checkbox', { name, exact: true })
