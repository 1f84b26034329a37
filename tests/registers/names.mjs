// Names of people and companies for the simulator, of our own making: first names in common use, family names put together from parts.
// Letters of the whole Estonian alphabet occur, hyphens and apostrophes too.

export const given = {
  et: {
    F: "Aet Airi Anneli Annika Anu Birgit Eda Eevi Eha Elo Ene Epp Evelin Grete Heili Helina Hille Inga Ingrid Janne Kadi Kaja Karin Katrin Kersti Kristel Krõõt Külli Laine Leelo Leida Liina Linda Loone Maarika Maie Malle Maret Mari Merike Merle Mirjam Moonika Nele Õie Õnne Piia Pille Piret Pärja Raili Reelika Riina Saima Siiri Sigrid Silja Šarlott Taimi Terje Tiiu Tuuli Urve Vaike Veera Viivi Virve Ülle Ülvi".split(" "),
    M: "Aare Ado Ago Ahti Aivar Alar Allan Ants Arvo Asko Eerik Einar Elmar Endel Enn Erki Gunnar Hannes Harri Heiki Hillar Ilmar Indrek Ivar Jaak Jaanus Janar Jüri Kaarel Kalev Kalju Karl Kaspar Kristjan Kuldar Lauri Leho Lembit Madis Marek Margus Meelis Mihkel Neeme Olev Oskar Peep Pärtel Raivo Rando Rasmus Riho Sander Siim Sulev Taavi Tanel Tarmo Tiit Tõnis Tõnu Uku Urmas Vahur Veiko Villu Ülo Žan".split(" "),
  },
  ru: {
    F: "Alina Alisa Anastassia Darja Diana Galina Irina Jekaterina Jelena Jelizaveta Jevgenia Julia Karina Kira Ksenia Larissa Ljubov Ljudmila Margarita Marina Nadežda Natalja Nina Oksana Olga Polina Raissa Sofia Svetlana Tamara Tatjana Valentina Vera Veronika Viktoria Zinaida Žanna".split(" "),
    M: "Aleksandr Aleksei Anatoli Andrei Anton Artjom Boriss Daniil Denis Dmitri Fjodor Gennadi Igor Ilja Ivan Jevgeni Juri Kirill Konstantin Leonid Maksim Mark Mihhail Nikita Nikolai Oleg Pavel Roman Ruslan Sergei Stanislav Timur Vadim Valeri Viktor Vladimir Vjatšeslav".split(" "),
  },
};

const beginnings = "Alli Aru Haava Hiie Hõbe Ilu Jõe Järve Kaera Kala Kalju Karu Kase Kivi Koidu Kuuse Kõrge Laane Lepa Liiva Linnu Luha Lume Metsa Mäe Männi Mõisa Nurme Nõmme Oja Oru Paju Pihla Pika Põllu Päikese Pärna Raba Raja Rebase Rõõmu Saare Salu Sepa Soo Sõna Tamme Toome Tuule Uue Vaher Vana Vare Välja Õue Õuna Äike Üle".split(" ");
const endings = "aed kivi kond laid lill ling maa mets mägi nurk oja org ots pea põld rand saar salu sild soo taru tee tuul vald vee veer ver välja".split(" ");
const slavic = "Abram Antip Bogdan Borov Daniš Dubrov Fedul Gavril Golub Grom Ivaš Jaroš Kalin Karpuš Klim Korol Kosul Kuprij Lesn Lukj Makarij Medved Mihhail Morš Nikul Orlik Ostap Panin Petruš Poljan Rodij Rjabin Savel Semjon Sokol Sobol Štšerb Tarass Tihhan Uvar Vassil Vesnin Voron Zahhar Zimin Žarin".split(" ");

// How many family names there are of each kind; `family(language, number, sex)` gives one of them.
export const familyCount = { et: beginnings.length * endings.length, ru: slavic.length * 2 };
export function family(language, number, sex) {
  if (language === "et") return beginnings[number % beginnings.length] + endings[Math.floor(number / beginnings.length) % endings.length];
  const stem = slavic[number % slavic.length] + (number >= slavic.length ? "jev" : "ov");
  return sex === "F" ? stem + "a" : stem;
}

const trades = "Puutöö Ehitus Aiandus Arvutus Köök Pagar Veod Kujundus Koolitus Kinnisvara Metall Õmblus Tõlge Mesindus Kaubandus Elekter".split(" ");
const marks = "Põhjatuul Emajõe Toome Rohetee Kuldne Täht Sõbralik Kiire Vaikus Koidik Jäärak Õitseng Ürdi Lumehelves Rändur Küünal".split(" ");
export function companyName(number) {
  return `${marks[number % marks.length]} ${trades[Math.floor(number / marks.length) % trades.length]} ${100 + (number % 900)} OÜ`;
}
