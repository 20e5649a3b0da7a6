/** What a person sees who opens an address that does not work (any more). It holds no script. */
export const refusalPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Tessera</title>
<style>
  :root { color-scheme: light dark; font: 15px/1.6 system-ui, sans-serif; }
  body { max-width: 34rem; margin: 15vh auto; padding: 0 1.5rem; }
  h1 { font-size: 1.25rem; }
  kbd { font: inherit; border: 1px solid; border-radius: 4px; padding: 0 .4em; }
  section + section { margin-top: 2.5rem; }
</style>
<main>
<section>
  <h1>This address no longer works</h1>
  <p>Tessera's addresses open one browser, once, so that nobody else on this machine can use your databases.</p>
  <p>Press <kbd>Enter</kbd> in the terminal where Tessera runs: it prints a new one.</p>
</section>
<section lang="zh-CN">
  <h1>此地址已失效</h1>
  <p>Tessera 的地址只能在一个浏览器中打开一次，以免本机的其他用户访问您的数据库。</p>
  <p>请在运行 Tessera 的终端中按 <kbd>Enter</kbd>，将打印新的地址。</p>
</section>
</main>
</html>
`
