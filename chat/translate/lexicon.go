package translate

import "strings"

// words are the languages that have a word among their most common, by script and word; marks the
// same of letters.
var words, marks = readLexicon()

func readLexicon() (map[string]map[string][]string, map[string]map[rune][]string) {
	words, marks := map[string]map[string][]string{}, map[string]map[rune][]string{}
	for _, l := range lexicon {
		if words[l.script] == nil {
			words[l.script], marks[l.script] = map[string][]string{}, map[rune][]string{}
		}
		for word := range strings.FieldsSeq(l.words) {
			words[l.script][word] = append(words[l.script][word], l.lang)
		}
		for _, r := range l.marks {
			marks[l.script][r] = append(marks[l.script][r], l.lang)
		}
	}
	return words, marks
}

// lexicon has of each language words that nearly every sentence has one of, with those of a shop's
// chats, and the letters that it shares with few.
var lexicon = []struct{ lang, script, marks, words string }{
	{"en", "Latin", "", `
		the and is are was were my your you i it not have has do does did this that with for from
		when what where how can could would will please order of to in on but they there been be
		hello thanks thank an at or if we me am i'm don't it's didn't hasn't isn't want need get
		got a as by so who which than more any some such without about where's go may
		see`},
	{"de", "Latin", "äöüß", `
		der die das und ist sind war nicht ich sie wir mein meine ihr ihre ein eine einen mit für
		von zu auf im den dem des wann was wo wie kann bitte habe hat haben noch auch es aber bei
		oder wenn hallo danke bestellung guten tag schon kein keine nur am um uns mir mich zum
		zur`},
	{"fr", "Latin", "àâçèéêëîïôùûœ", `
		le la les des un une et est sont je vous nous mon ma mes votre vos que qui pas ne pour
		avec dans sur quand où comment bonjour merci ce cette il elle ai avez commande du au aux
		mais ou plus bien j'ai c'est n'ai n'est d'une l'article été être avoir ces ses aujourd'hui
		voudrais mes cet leur été sera peux`},
	{"es", "Latin", "áéíóúñ¿¡", `
		el la los las un una y es son no yo mi mis su sus que de en con por para cuando donde
		dónde cómo cuándo está he ha han pedido hola gracias pero del al se lo me qué quiero puedo
		todavía más ya muy si sí tengo buenos días a`},
	{"it", "Latin", "àèéìòù", `
		il lo la gli le un una a e è sono non ho ha mio mia vostro che di del della per con quando
		dove come ordine ciao grazie ma se ancora buongiorno posso mi ci nel alla dal anche questo
		questa più vorrei sul`},
	{"pt", "Latin", "ãõâáàçéêíóôú", `
		o a os as um uma e é são não eu meu minha seu sua que de do da em no na com por para
		quando onde como está encomenda pedido olá obrigado obrigada mas ainda já muito posso ao
		dos das foi tem tenho você`},
	{"nl", "Latin", "", `
		de het een en is zijn niet ik u jij je mijn uw met voor van op in wanneer waar hoe kan heb
		heeft bestelling hallo bedankt maar nog ook dat die wat aan bij te er naar dit geen graag
		wel als om`},
	{"sv", "Latin", "åäö", `
		och är det en ett jag du ni min mitt mina inte har med för av på när var hur
		kan
		beställning hej tack men som att den till om ska vill från fått kommer mig detta var
		finns`},
	{"da", "Latin", "æøå", `
		og er det en et jeg du min mit mine ikke har med for af på hvornår hvor hvordan kan
		bestilling hej tak men som at den til om skal vil fra fået kommer mig denne blev også`},
	{"no", "Latin", "æøå", `
		og er det en et jeg du min mitt mine ikke har med for av på når hvor hvordan kan
		bestilling hei takk men som at den til om skal vil fra fått kommer meg denne ble også`},
	{"fi", "Latin", "äö", `
		ja on ei ole en minä sinä minun tilaus tilaukseni milloin missä miten voinko kiitos hei
		mutta että se tämä kun jos niin vielä olen oli ovat voi sitä mitä minulle teidän tuote
		paketti haluan onko kuinka saanut tullut`},
	{"et", "Latin", "õäöü", `
		ja on ei ole ma mina minu teie mu tellimus tellimuse millal kus kuidas kas tere aitäh aga
		et see kui siis veel olen oli saan saaks mida mis pakk palun kaup soovin ka selle sain
		kätte pole mulle jõudnud tuleb või sa sul ning oma meie sind sest oled nüüd täna siin seda
		kes teile enne kuni pärast ainult üks iga mille järgi üle neid nende tema ta saab peab`},
	{"pl", "Latin", "ąćęłńóśźż", `
		i jest są nie ja mój moja moje pan pani z na w do za od po kiedy gdzie jak czy dzień dobry
		dziękuję ale że to się mam zamówienie zamówienia już jeszcze proszę co dla o ten ta mi
		była był ci ile lub tylko przez tym tej tych tam tu aby kto ktoś może mogę można chcę
		chciałbym chciałabym witam paczka paczki buty sam przed bez ma go ją jej ich mnie własnym
		dziś dzisiaj jutro bardzo będzie`},
	{"cs", "Latin", "áčďéěíňóřšťúůýž", `
		a je jsou není já můj moje s na v do za od po kdy kde jak dobrý den děkuji ale že to se
		mám objednávka objednávku už ještě prosím co pro o ten ta mi byla byl jsem nebo`},
	{"sk", "Latin", "áäčďéíĺľňóôŕšťúýž", `
		a je sú nie ja môj moja moje s na v do za od po kedy kde ako dobrý deň ďakujem ale že to
		sa mám objednávka objednávku už ešte prosím čo pre o ten tá mi bola bol som alebo`},
	{"hu", "Latin", "áéíóöőúüű", `
		a az és van nem én az ön mikor hol hogyan jó napot köszönöm de hogy ez egy rendelésem
		rendelés még már kérem mi vagy meg is ha csak volt nincs`},
	{"ro", "Latin", "ăâîșțşţ", `
		și este sunt nu eu meu mea un o cu la de în pe pentru când unde cum bună ziua mulțumesc
		dar că se am comanda mai ce din să vă rog a fost nu-i`},
	{"tr", "Latin", "çğıöşü", `
		ve bir bu ne zaman nerede nasıl değil ben benim için ile merhaba teşekkürler ama sipariş
		siparişim var yok mi mı mu da de çok daha lütfen olarak ki henüz`},
	{"id", "Latin", "", `
		dan yang di ke dari saya anda tidak belum sudah kapan bagaimana mana apa apakah bisa
		pesanan terima kasih halo tolong untuk dengan ini itu ada barang mohon akan juga karena
		paket selamat dapat atau per paling banyak saat dalam pada oleh bila`},
	{"vi", "Latin", "ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ", `
		tôi của và là không có cho với khi nào ở đâu đơn hàng cảm ơn xin chào nhưng này được`},
	{"lv", "Latin", "āčēģīķļņšūž", `
		un ir nav es mans mana jūsu kad kur kā labdien paldies bet ka tas pasūtījums pasūtījumu
		vēl jau lūdzu ar no uz par vai tam bija`},
	{"lt", "Latin", "ąčęėįšųūž", `
		ir yra nėra aš mano jūsų kada kur kaip laba diena ačiū bet kad tai užsakymas užsakymą dar
		jau prašau su iš į už ar ne`},
	{"hr", "Latin", "čćđšž", `
		i je su nije nisam ja moj moja moje s na u do za od kada gdje kako dobar dan hvala ali da
		to se imam narudžba narudžbu već još molim što ili sam`},
	{"ru", "Cyrillic", "ыэёъ", `
		и не я мой моя мне вы на в с что когда где как это заказ здравствуйте спасибо но уже ещё
		еще пожалуйста у меня по за до есть был была или для`},
	{"uk", "Cyrillic", "іїєґ", `
		і й не я мій моя мені ви на в з що коли де як це замовлення вітаю дякую але вже ще будь
		ласка у мене по за до є був була або для та чи`},
	{"bg", "Cyrillic", "ъщ", `
		и не аз моя моята ми вие на в с че кога къде как това поръчка здравейте благодаря но вече
		още моля у за до е беше или да ли съм се от`},
	{"sr", "Cyrillic", "јљњћђџ", `
		и је не ја мој моја ви на у са да када где како ово наруџбина здраво хвала али већ још
		молим за до су био или сам`},
	{"ar", "Arabic", "", `
		في من على إلى هل متى أين كيف لم لا ما هذا هذه أنا طلبي الطلب طلب شكرا شكراً مرحبا مرحباً
		لكن مع عن التي الذي أو أن كان لي السلام عليكم أريد تم به له فيه منه و`},
	{"fa", "Arabic", "پچژگکی", `
		در از به با که این را است من کی کجا چطور سفارش سلام ممنون ولی هنوز برای نیست می و`},
	{"ur", "Arabic", "ٹڈڑںےگچپہھ", `
		میں سے کا کی کے ہے اور کب کہاں کیسے آرڈر شکریہ لیکن نہیں میرا میری یہ کو`},
}
