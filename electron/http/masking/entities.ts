/** HTML's names for what a secret may hold: ASCII's signs, and Latin-1 from 160 on in its order. */

const signs: Readonly<Record<string, string>> = {
  quot: '"', amp: '&', lt: '<', gt: '>', apos: "'", tab: '\t', newline: '', excl: '!', num: '#', dollar: '$', percnt: '%', lpar: '(', rpar: ')',
  ast: '*', midast: '*', plus: '+', comma: ',', hyphen: '-', dash: '-', period: '.', sol: '/', colon: ':', semi: ';', equals: '=', quest: '?', commat: '@',
  lsqb: '[', lbrack: '[', bsol: '\\', rsqb: ']', rbrack: ']', hat: '^', lowbar: '_', underbar: '_', grave: '`', lcub: '{', lbrace: '{', verbar: '|', vert: '|',
  rcub: '}', rbrace: '}', tilde: '~',
}

const latin1 =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 ' +
  'frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc ' +
  'Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave ' +
  'iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml'

const letters = new Map(latin1.split(' ').map((name, at) => [name, String.fromCodePoint(160 + at)]))

/** Names that browsers know without their semicolon, whatever follows. */
const bare = /^(?:quot|amp|lt|gt)/i

/** What `&lt;`, `&#60;` or `&#x3c;` stands for, with or without its semicolon; the reference itself where it is none. */
export function characterOf(reference: string): string {
  const name = reference.replaceAll(/[&;]/g, '')
  if (name[0] !== '#') {
    const known = letters.get(name) ?? signs[name.toLowerCase()]
    const start = bare.exec(name)?.[0] ?? ''
    return known ?? (start === '' ? reference : characterOf(`&${start};`) + reference.slice(1 + start.length))
  }
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
  return code > 0x10ffff ? reference : String.fromCodePoint(code)
}
