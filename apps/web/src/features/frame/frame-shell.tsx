import { Brand } from '../../ui/brand.tsx'
import { frameLayout } from './frame-layout.ts'
import { RailLabel, TabLabel } from './page-labels.tsx'
import { pages } from './pages.ts'

/** The frame while nothing is known yet: the document comes with it, so that a person sees it before any script has run. */
export const FrameShell = () => (
  <div aria-hidden className={frameLayout.frame}>
    <div className={frameLayout.rail}>
      <Brand className={frameLayout.railBrand} />
      <div className={frameLayout.railPages}>
        {pages.map((page) => (
          <span key={page.to} className={frameLayout.railPage}>
            <RailLabel page={page} />
          </span>
        ))}
      </div>
    </div>
    <div className={frameLayout.column}>
      <div className={frameLayout.bar} />
    </div>
    <div className={frameLayout.tabs}>
      {pages.map((page) => (
        <span key={page.to} className={frameLayout.tab}>
          <TabLabel page={page} />
        </span>
      ))}
    </div>
  </div>
)
