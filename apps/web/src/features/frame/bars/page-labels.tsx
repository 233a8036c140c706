import type { Page } from './pages.ts'

export const RailLabel = ({ page: { name, icon: Icon } }: { readonly page: Page }) => (
  <>
    <Icon aria-hidden className="size-4 flex-none" />
    <span className="narrow:sr-only">{name}</span>
  </>
)

export const TabLabel = ({ page: { name, icon: Icon } }: { readonly page: Page }) => (
  <>
    <Icon aria-hidden className="size-5" />
    <span className="tight:sr-only">{name}</span>
  </>
)
