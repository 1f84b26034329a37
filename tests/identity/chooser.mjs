// The page on which a visitor of the sample provider says who they are, and the button that cancels.
const words = {
  et: { title: "Näidississelogimine", about: "See ei ole riigi autentimisteenus. Vali, kellena sisse logid: kõik inimesed on välja mõeldud.", cancel: "Katkesta", with: "vahend", level: "tase" },
  en: { title: "Sample login", about: "This is not the state's authentication service. Choose as whom you log in: all these people are made up.", cancel: "Cancel", with: "by", level: "level" },
  ru: { title: "Пробный вход", about: "Это не государственная служба аутентификации. Выберите, от чьего имени войти: все эти люди вымышлены.", cancel: "Отменить", with: "средство", level: "уровень" },
};
const escaped = (text) => String(text).replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);

const style = `:root{color-scheme:light}body{font:1.0625rem/1.5 system-ui,sans-serif;margin:0;background:#fff;color:#1b1b1b}main{max-width:44rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{margin:.5rem 0}ul{list-style:none;padding:0;margin:1.5rem 0;display:grid;gap:.75rem}button{font:inherit;cursor:pointer}li button{width:100%;text-align:start;padding:.75rem 1rem;border:1px solid #767676;
border-radius:.5rem;background:#fff;color:inherit}li button:hover{background:#eef4fb;border-color:#00539b}strong,small{display:block}small{color:#4d4d4d;font-size:.9375rem}
.cancel{padding:.6rem 1.25rem;border:2px solid #00539b;border-radius:.5rem;background:#fff;color:#00539b}:focus-visible{outline:3px solid #00539b;outline-offset:2px}`;

const page = (language, people) => {
  const t = words[language];
  const rows = people.map((one) => `<li><button name="subject" value="${escaped(one.subject)}"><strong>${escaped(one.given_name)} ${escaped(one.family_name)}</strong>
<small>${escaped(one.story[language] ?? one.story.et)}</small><small>${escaped(one.subject)} · ${t.with} ${escaped(one.sign_in.amr.join(", "))} · ${t.level} ${escaped(one.sign_in.acr)}</small></button></li>`);
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${t.title}</title><meta name="viewport" content="width=device-width, initial-scale=1"><style>${style}</style></head>
<body><main><h1>${t.title}</h1><p>${t.about}</p><form method="post"><ul>${rows.join("\n")}</ul><button class="cancel" name="cancel" value="1">${t.cancel}</button></form></main></body></html>`;
};

const body_of = async (request) => {
  let text = "";
  for await (const part of request) {
    text += part;
    if (text.length > 10_000) throw new Error("too much");
  }
  return new URLSearchParams(text);
};

export const chooser = (provider, people, { sso }) => async (request, response) => {
  try {
    const { params, prompt, session } = await provider.interactionDetails(request, response);
    const language = (params.ui_locales ?? "").split(" ").find((one) => words[one]) ?? "et";
    const levels = ["low", "substantial", "high"], least = levels.indexOf((params.acr_values ?? (sso ? "high" : "substantial")).split(" ")[0]);
    if (request.method !== "POST") {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
      response.end(page(language, people.filter((one) => levels.indexOf(one.sign_in.acr) >= least)));
      return;
    }
    const form = await body_of(request), one = people.find((person) => person.subject === form.get("subject"));
    const result = form.has("cancel") || !one
      ? { error: "user_cancel", error_description: "User canceled the authentication process" }
      : { login: { accountId: one.subject, acr: one.sign_in.acr, amr: one.sign_in.amr, remember: sso } };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  } catch (problem) {
    response.writeHead(400, { "content-type": "text/plain; charset=utf-8" });
    response.end(`${problem.error ?? problem.message}\n`);
  }
};
