import { type Draw, pick, pickWeighted } from "./random.ts";

/** Names met in the waiting room of a solidarity health centre, by where families come from. */
interface Origin {
  readonly families: readonly string[];
  readonly women: readonly string[];
  readonly men: readonly string[];
}

const words = (text: string) => text.trim().split(/\s*,\s*/);

const FRENCH: Origin = {
  families:
    words(`Martin, Bernard, Thomas, Petit, Robert, Richard, Durand, Dubois, Moreau, Laurent, Simon, Michel,
    Lefèvre, Leroy, Roux, David, Bertrand, Morel, Fournier, Girard, Bonnet, Dupont, Lambert, Fontaine, Rousseau, Vincent,
    Muller, Lefebvre, Faure, André, Mercier, Blanc, Guérin, Boyer, Garnier, Chevalier, François, Legrand, Gauthier, Garcia,
    Perrin, Robin, Clément, Morin, Nicolas, Henry, Roussel, Mathieu, Gautier, Masson, Marchand, Duval, Denis, Dumont, Marie,
    Lemaire, Noël, Meyer, Dufour, Meunier, Brun, Blanchard, Giraud, Joly, Rivière, Lucas, Brunet, Gaillard, Barbier, Arnaud,
    Martinez, Gérard, Roche, Renard, Schmitt, Roy, Leroux, Colin, Vidal, Caron, Picard, Roger, Fabre, Aubert, Lemoine,
    Renaud, Dumas, Lacroix, Olivier, Philippe, Bourgeois, Pierre, Benoît, Rey, Leclerc, Payet, Rolland, Leclercq, Guillaume,
    Lecomte, L’Hermite, D’Angelo, Le Goff, Le Gall, De Sousa`),
  women:
    words(`Marie, Jeanne, Françoise, Monique, Catherine, Nathalie, Isabelle, Jacqueline, Anne, Sylvie, Martine,
    Madeleine, Nicole, Suzanne, Hélène, Christine, Marguerite, Denise, Louise, Christiane, Yvonne, Valérie, Sophie, Sandrine,
    Stéphanie, Véronique, Céline, Chantal, Patricia, Brigitte, Julie, Aurélie, Laurence, Émilie, Élodie, Anaïs, Maëlle,
    Marie-Claude, Anne-Marie, Marie-Thérèse`),
  men: words(`Jean, Pierre, Michel, André, Philippe, René, Louis, Alain, Jacques, Bernard, Marcel, Daniel, Roger, Robert,
    Paul, Claude, Christian, Henri, Georges, Nicolas, François, Patrick, Gérard, Christophe, Joseph, Julien, Maurice,
    Laurent, Frédéric, Éric, David, Stéphane, Pascal, Sébastien, Alexandre, Thierry, Olivier, Jean-Pierre, Jean-Luc, Loïc`),
};
const MAGHREBI: Origin = {
  families:
    words(`Benali, Haddad, Mansouri, Bouzid, Brahimi, Saïdi, Hamdi, Belkacem, Boudiaf, Cherif, Djebbar, Ferhat,
    Guerroudj, Hamidi, Kaddour, Khelifi, Larbi, Mebarki, Meziane, Ouali, Rahmani, Slimani, Touati, Yahiaoui, Zerrouki,
    Ziani, Alaoui, Bennani, El Amrani, El Idrissi, Berrada, Chraïbi, Fassi, Lahlou, Tazi, Ben Saïd, Ben Salah, Trabelsi,
    Jlassi, Ayari, Gharbi, Mejri, Dridi, Ben Romdhane, Aït Ahmed, Aït Ouakli, Boukhalfa, Oumeziane, Zitouni, Messaoudi`),
  women:
    words(`Fatima, Khadija, Aïcha, Leïla, Amina, Nadia, Samira, Malika, Yamina, Zohra, Naïma, Karima, Rachida, Houria,
    Latifa, Saïda, Fatiha, Djamila, Souad, Hayat, Imane, Salma, Meriem, Yasmine, Fatima-Zohra`),
  men: words(`Mohamed, Ahmed, Ali, Karim, Yacine, Rachid, Farid, Samir, Omar, Youssef, Hassan, Abdelkader, Mustapha, Khaled,
    Brahim, Nabil, Kamel, Mourad, Saïd, Hamza, Bilal, Abdallah, Mehdi, Ismaïl, Mohamed-Amine`),
};
const WEST_AFRICAN: Origin = {
  families:
    words(`Traoré, Koné, Diallo, Camara, Sow, Coulibaly, Keïta, Touré, Cissé, Diarra, Sissoko, Konaté, Sylla, Bah,
    Barry, Condé, Doumbia, Fofana, Kanté, Dembélé, Sidibé, Sangaré, Ba, Sy, Ndiaye, N’Diaye, Diop, Fall, Gueye, Faye, Seck,
    Mbaye, Thiam, Kouassi, Kouamé, Yao, N’Guessan, Ouattara, Bamba, Ouédraogo, Sawadogo, Kaboré, Okafor, Adeyemi, Mensah,
    Agbo, Lawson, Mendy, Gomis, Diatta`),
  women:
    words(`Mariam, Fatou, Aminata, Fatoumata, Awa, Kadiatou, Oumou, Hawa, Assetou, Rokia, Djénéba, Bintou, Adama,
    Ramatoulaye, Ndeye, Khady, Astou, Aya, Akissi, Adjoua, Mame Diarra, Nafissatou, Safiatou, Maïmouna, Salimata`),
  men: words(`Moussa, Ibrahima, Mamadou, Ousmane, Amadou, Abdoulaye, Boubacar, Seydou, Souleymane, Modibo, Bakary, Lassana,
    Drissa, Issa, Cheikh, Modou, Alioune, Papa, Kouadio, Koffi, Yaya, Samba, Demba, Mahamadou, Sékou`),
};
const BALKAN: Origin = {
  families:
    words(`Berisha, Gashi, Krasniqi, Hoxha, Shala, Bytyqi, Morina, Kastrati, Rexhepi, Kovačević, Jovanović,
    Petrović, Nikolić, Marković, Đorđević, Hadžić, Hodžić, Delić, Popescu, Ionescu, Popa, Dumitru, Stan, Stoica, Gheorghe,
    Ivanov, Dimitrov, Georgiev, Todorov, Asenov`),
  women:
    words(`Elira, Ana, Elena, Vesna, Mirjana, Arta, Drita, Shpresa, Maria, Ioana, Mihaela, Desislava, Ivana, Jelena,
    Amela, Lejla, Florica, Rodica`),
  men: words(`Arben, Agim, Besnik, Dragan, Zoran, Goran, Milan, Andrei, Ion, Vasile, Gheorghe, Florin, Ivan, Petar, Emir,
    Senad, Fatmir, Bekim`),
};
const TURKISH: Origin = {
  families:
    words(`Yılmaz, Kaya, Demir, Şahin, Çelik, Yıldız, Yıldırım, Öztürk, Aydın, Özdemir, Arslan, Doğan, Kılıç,
    Aslan, Çetin, Kara, Koç, Kurt, Özkan, Şimşek`),
  women: words(`Zeynep, Ayşe, Fatma, Emine, Hatice, Elif, Gülsüm, Sevgi, Özlem, Dilek, Songül, Gülay`),
  men: words(`Mehmet, Mustafa, Ahmet, Ali, Hüseyin, Hasan, İbrahim, Osman, Murat, Ömer, Yusuf, Halil`),
};
const VIETNAMESE: Origin = {
  families: words(`Nguyễn, Trần, Lê, Phạm, Huỳnh, Phan, Vũ, Võ, Đặng, Bùi, Đỗ, Hồ, Ngô, Dương`),
  women: words(`Lan, Hương, Thị Mai, Ngọc Anh, Thu Hà, Thị Hồng, Linh, Thảo, Phương, Thị Hoa`),
  men: words(`Minh, Văn Hùng, Đức, Tuấn, Quang, Văn Nam, Hải, Thành, Dũng, Anh Tuấn`),
};
const PORTUGUESE: Origin = {
  families:
    words(`Silva, Ferreira, Santos, Pereira, Oliveira, Costa, Rodrigues, Martins, Da Silva, Dos Santos, Gomes,
    Lopes, Marques, Alves, Almeida, Ribeiro, Pinto, Carvalho, Teixeira, Moreira, Gonçalves, Simões`),
  women: words(
    `Ana, Inês, Rosa, Maria, Fernanda, Teresa, Conceição, Lúcia, Manuela, Beatriz, Graça, Maria João`,
  ),
  men: words(`João, José, António, Manuel, Carlos, Paulo, Rui, Luís, Fernando, Joaquim, Nuno, Armando`),
};
const ORIGINS: readonly (readonly [number, Origin])[] = [
  [34, FRENCH],
  [22, MAGHREBI],
  [20, WEST_AFRICAN],
  [10, BALKAN],
  [5, TURKISH],
  [3, VIETNAMESE],
  [6, PORTUGUESE],
];

/** A name and the sex of the list it came from. */
export interface DrawnName {
  readonly family: string;
  readonly given: string;
  readonly sex: "female" | "male";
}

/** Invents a name: one family name or two, one given name or two, of one origin. */
export function drawName(draw: Draw): DrawnName {
  const origin = pickWeighted(draw, ORIGINS);
  const sex = draw() < 0.47 ? "female" : "male";
  const list = sex === "female" ? origin.women : origin.men;
  const first = pick(draw, origin.families);
  const family = draw() < 0.12 ? `${first}${pick(draw, ["-", " "])}${pick(draw, origin.families)}` : first;
  const given = draw() < 0.15 ? `${pick(draw, list)} ${pick(draw, list)}` : pick(draw, list);
  return { family, given, sex };
}
