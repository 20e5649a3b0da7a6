import type { Page } from '@playwright/test'

/** Uncaught errors and console errors of the page, as they come. */
export function watch(page: Page, problems: string[] = []): string[] {
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  return problems
}
