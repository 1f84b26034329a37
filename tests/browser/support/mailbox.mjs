// Letters that the site sent, where script/neighbours put a mail server beside it (RAEKODA_MAILBOX).
const mailbox = process.env.RAEKODA_MAILBOX;

export const has_mailbox = () => !!mailbox;

// The newest letter to an address whose text matches; waits for the postman.
export async function letter_to(address, pattern, seconds = 20) {
  for (let i = 0; i < seconds * 5; ++i) {
    const letters = await (await fetch(`${mailbox}/letters`)).json();
    const found = letters.filter((one) => one.to.includes(address) && pattern.test(one.text)).at(-1);
    if (found) return found;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error(`no letter to ${address} with ${pattern}`);
}

// A guest asks for a link to log in; gives its path without the language.
export async function login_link(page, address, language = "et", back = "/my", press = (one) => one.click()) {
  await page.goto(`/${language}/login?back=/${language}${back}`);
  await page.fill("form[action$='/login/email'] input[type=email]", address);
  await Promise.all([page.waitForNavigation(), press(page.locator("form[action$='/login/email'] button[type=submit]"))]);
  const pattern = new RegExp(`/${language}(/login/link/[\\w.-]+)`);
  return pattern.exec((await letter_to(address, pattern)).text)[1];
}
