"""Pages of orders for schema.json, the same for the same size: compact JSON, as services send it."""
import json
import random

FIRST = ["Anna", "Bj\u00f6rn", "Chiara", "David", "Elif", "Fran\u00e7ois", "Grace", "Hiro", "In\u00e9s", "Jan"]
LAST = ["M\u00fcller", "Smith", "Rossi", "Novak", "Garc\u00eda", "Tanaka", "Okafor", "Jensen", "Dubois", "Kowalski"]
STREETS = ["High Street", "Hauptstra\u00dfe", "Rue de la Gare", "Via Roma", "Calle Mayor", "Market Lane"]
CITIES = ["Ulm", "Leeds", "Lyon", "Torino", "Sevilla", "Aarhus", "Brno", "Krak\u00f3w"]
THINGS = ["Desk lamp", "Rain jacket", "Espresso cups, set of 4", "USB-C cable 2 m", "Notebook, ruled", "Trail shoes",
          "Chef's knife 20 cm", "Garden hose", "Wool scarf", "Board game \"Harbour\""]
TAGS = ["sale", "new", "fragile", "bulky", "gift-idea", "last-one", "eco", "bestseller"]
NOTES = ["Please leave it at the door.", "Ring twice,\nthe bell is weak.", "Gift: no invoice in the parcel, please!",
         "Call the number above before delivery; the gate is closed after 18:00."]


def digits(random_, count):
    return "".join(random_.choice("0123456789") for _ in range(count))


def money(random_):
    return {"amount": random_.randrange(100, 250000), "currency": random_.choice(["EUR", "USD", "GBP", "JPY", "CHF"])}


def moment(random_):
    return "2024-%02d-%02dT%02d:%02d:%02dZ" % tuple(random_.randrange(*r) for r in ((1, 13), (1, 29), (0, 24), (0, 60), (0, 60)))


def uuid(random_):
    text = "%032x" % random_.getrandbits(128)
    return "-".join((text[:8], text[8:12], "4" + text[13:16], "a" + text[17:20], text[20:]))


def customer(random_):
    first, last = random_.choice(FIRST), random_.choice(LAST)
    made = {"id": random_.randrange(1, 10**9), "name": f"{first} {last}", "email": f"user.{digits(random_, 5)}@mail.example.org"}
    if random_.random() < 0.7:
        made["phone"] = "+49" + digits(random_, 9)
    if random_.random() < 0.3:
        made["homepage"] = f"https://www.example.com/people/{digits(random_, 6)}?ref=shop#about"
    if random_.random() < 0.8:
        made["lastSeenFrom"] = (".".join(str(random_.randrange(1, 255)) for _ in range(4)) if random_.random() < 0.7
                                else "2001:db8:%x::%x:%x" % tuple(random_.randrange(1, 65536) for _ in range(3)))
    made["newsletter"] = random_.random() < 0.4
    return made


def address(random_):
    return {"street": f"{random_.choice(STREETS)} {random_.randrange(1, 200)}", "city": random_.choice(CITIES),
            "postcode": digits(random_, 5), "country": random_.choice(["DE", "GB", "FR", "IT", "ES", "DK", "CZ", "PL"]),
            "position": {"lat": round(random_.uniform(-89, 89), 6), "lon": round(random_.uniform(-179, 179), 6)}}


def line(random_):
    made = {"sku": "".join(random_.choice("ABCDEFGHKLMNPRSTUVWXYZ") for _ in range(3)) + "-" + digits(random_, 5),
            "title": random_.choice(THINGS), "quantity": random_.randrange(1, 12), "price": money(random_)}
    if random_.random() < 0.6:
        made["weightGrams"] = round(random_.uniform(10, 9000), 1)
    if random_.random() < 0.7:
        made["tags"] = random_.sample(TAGS, random_.randrange(1, 5))
    if random_.random() < 0.4:
        made["attributes"] = {"colour": random_.choice(["red", "navy", "sand"]), "size": random_.choice(["S", "M", "L", "42"])}
    return made


def payment(random_):
    kind = random_.choice(["card", "card", "transfer", "voucher"])
    if kind == "card":
        return {"kind": kind, "last4": digits(random_, 4), "expires": "%02d/%d" % (random_.randrange(1, 13), random_.randrange(26, 32))}
    if kind == "transfer":
        return {"kind": kind, "iban": "DE" + digits(random_, 20), "bank": "online.bank-ulm.example"}
    return {"kind": kind, "code": "WINTER-" + digits(random_, 8), "validUntil": "2026-12-31"}


def order(random_, lines):
    made = {"id": uuid(random_), "number": "DE-2024-" + digits(random_, 6),
            "status": random_.choice(["placed", "paid", "packed", "shipped", "delivered", "returned", "cancelled"]),
            "placedAt": moment(random_), "deliverOn": moment(random_)[:10] if random_.random() < 0.8 else None,
            "customer": customer(random_), "shipTo": address(random_), "lines": [line(random_) for _ in range(lines)],
            "payment": payment(random_), "total": money(random_)}
    if random_.random() < 0.4:
        made["notes"] = random_.sample(NOTES, random_.randrange(1, 3))
    made["gift"] = random_.random() < 0.2
    return made


def page(size):
    """The text of a page of about `size` bytes, and the same with one mistake in its last order."""
    random_ = random.Random(size)
    orders, length = [], 0
    while not orders or length + 700 < size:
        orders.append(order(random_, random_.randrange(1, 5) if size > 2000 else 2))
        length += len(json.dumps(orders[-1], ensure_ascii=False, separators=(",", ":")).encode())
    made = {"page": {"number": 3, "size": len(orders), "next": "/orders?page=4"}, "orders": orders}

    def text():
        return json.dumps(made, ensure_ascii=False, separators=(",", ":"))

    sound = text()
    orders[-1]["placedAt"] = "2023-02-29T12:00:00Z"
    return sound, text()
